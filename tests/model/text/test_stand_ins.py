import time

import pytest

from nomen.model.text.stand_ins import find_stand_ins, without_stand_ins
from nomen.model.text.tokenizer import tokenize


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        (r'{"a": "Zo\u00eb Finch\nAnn"}', ["Zo\\u00eb", "Finch", "Ann"]),
        ("\x1b[31mAnn Finch\x1b[0m \x1b[1;4mBob", ["Ann", "Finch", "Bob"]),
        (r"\u001b[31mAnn\x1b[0m Finch \033[0m", ["Ann", "Finch"]),
        ("'O''Brien' D''Arcy", ["O''Brien", "D''Arcy"]),
        ("Ann''s don''t", ["Ann", "''s", "do", "n''t"]),
        ("Ann\u00b4s Bob`s Finch\u02bcs", ["Ann", "\u00b4s", "Bob", "`s", "Finch", "\u02bcs"]),
        (
            "<b>A</b>nn **J**ane Jon<wbr>athan We<em>lls",
            ["A</b>nn", "J**ane", "Jon<wbr>athan", "We<em>lls"],
        ),
        ("<i>Ann</i>is <b>A</b> nn by<b>ann", ["Ann", "is", "A", "nn", "by", "ann"]),
        ("``Go,'' he", ["Go", "he"]),
    ],
)
def test_a_stand_in_is_read_as_what_it_stands_for(text: str, tokens: list[str]) -> None:
    words = [
        each for each in tokenize(text).tokens if any(map(str.isalpha, each)) and each[0] != "<"
    ]
    assert [each for each in words if each != "a"] == tokens


def test_the_longest_of_two_stand_ins_counts() -> None:
    assert find_stand_ins(r"\u001b[31mAnn&eacute;") == [(0, 10, " "), (13, 21, "\u00e9")]


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        (r"Zo\u00eb&eacute", "Zo\u00eb\u00e9"),
        ("''s", "'s"),
        ("`s", "'s"),
        ("A</b>nn", "Ann"),
        ("J**ane", "Jane"),
        ("''", "''"),
        ("``", "``"),
        ("</b>", "</b>"),
        ("f**k", "f**k"),
    ],
)
def test_a_token_is_given_as_it_is_meant(token: str, meant: str) -> None:
    assert without_stand_ins(token) == meant


@pytest.mark.parametrize(
    "pattern", ["''", "''s", "a`", "<b", "</b", "<wbr>a", "\x1b[", "\x1b[1m ", "**", "A</b>"]
)
def test_time_grows_with_length_and_no_faster(pattern: str) -> None:
    text = (pattern * 200_000)[:200_000]

    start = time.process_time()
    find_stand_ins(text)

    assert time.process_time() - start < 3
