"""Where sentences start, by `model/text/sentences.py` and `model/text/abbreviations.py`."""

from itertools import pairwise

import pytest

from nomen.model.text.tokenizer import tokenize


def sentences_of(text: str) -> list[list[str]]:
    tokenized = tokenize(text)
    cuts = [*tokenized.sentence_starts.tolist(), len(tokenized.tokens)]
    return [tokenized.tokens[a:b] for a, b in pairwise(cuts)]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("He left. She stayed.", [3, 3]),
        ("Really? Yes! Good\u2026 Fine.", [2, 2, 2, 2]),
        ('He said "Go." She went.', [6, 3]),
        ("(He left.) She stayed.", [5, 3]),
        ('"Go!" he said.', [7]),
        ("He left . . . and came back.", [9]),
        ("Ask e.g. Ann or J. Lee.", [7]),
        ("Dr. Lee met Mr. Kim and St. John.", [9]),
        ("George W. Bush met J.K. Rowling.", [7]),
        ("In the U.S. President Lee spoke.", [7]),
        ("She is in the U.S. He is not.", [5, 4]),
        ("Acme Inc. The firm grew.", [2, 4]),
        ("Acme Inc., a firm, grew.", [8]),
        ("It cost 5. Then 6.", [4, 3]),
        ("Kim J. In met Mr. Many.", [7]),
        ("12. The end", [3]),
        ("La Sra. Vidal llegó. Ida no.", [5, 3]),
        ("Frk. Holm og Hr. Dahl kom.", [7]),
        ("Mieszka przy ul. Polnej. Ida nie.", [6, 3]),
        ("На ул. Ленина. Анна нет.", [5, 3]),
        ("Il Dott. Neri venne.", [5]),
        ("So ul . Then", [3, 1]),
        ('Stop! "Go," he said.', [2, 7]),
        ("\u4ed6\u6765\u4e86\u3002\u5979\u8d70\u4e86\uff01\uff1f\u597d", [4, 5, 1]),
        ("\u4ed6\u8bf4\uff1a\u201c\u597d\u3002\u201d\u7136\u540e", [7, 2]),
        ("\u300c\u3046\u3093\u3002\u300d\u5f7c\u306f", [5, 2]),
        (
            "\u0930\u093e\u092e \u0906\u092f\u093e\u0964 \u0935\u0939 \u0917\u092f\u093e\u0964",
            [3, 3],
        ),
        ("\u0645\u0646 \u0623\u0646\u062a\u061f \u0623\u0646\u0627 \u0639\u0644\u064a.", [3, 3]),
        ("\u06a9\u0648\u0646\u06d4 \u0645\u06cc\u06ba", [2, 1]),
    ],
)
def test_a_sentence_ends_where_the_text_does_not_go_on(text: str, lengths: list[int]) -> None:
    assert [len(sentence) for sentence in sentences_of(text)] == lengths


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a list\n\nof words", [["a", "list"], ["of", "words"]], id="blank line"),
        pytest.param("a list\r\n \r\nof", [["a", "list"], ["of"]], id="blank line with a blank"),
        pytest.param("a list\u2029of", [["a", "list"], ["of"]], id="paragraph separator"),
        pytest.param("Ann Lee\nBob Kim", [["Ann", "Lee"], ["Bob", "Kim"]], id="short line"),
        pytest.param("Ann Lee\r\nBob Kim", [["Ann", "Lee"], ["Bob", "Kim"]], id="CRLF"),
        pytest.param("Ann Lee,\nBob Kim", [["Ann", "Lee", ",", "Bob", "Kim"]], id="comma"),
        pytest.param("Ann Lee\nmet Bob", [["Ann", "Lee", "met", "Bob"]], id="lower case"),
        pytest.param("1. Ann Lee", [["1.", "Ann", "Lee"]], id="item of a list"),
    ],
)
def test_a_line_break_ends_a_sentence_where_it_does_not_look_like_wrapping(
    text: str, expected: list[list[str]]
) -> None:
    assert sentences_of(text) == expected


def test_a_name_wrapped_at_the_end_of_a_long_line_stays_in_its_sentence() -> None:
    text = "The committee heard on Tuesday from its chair, Ann\nLee, who spoke."

    assert len(sentences_of(text)) == 1
