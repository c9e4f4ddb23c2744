import pytest

from nomen.training.data.conll import Columns
from nomen.training.data.labels import LabelledSentence, Tag


@pytest.mark.parametrize(
    ("line", "token"),
    [
        ("Ada\tB-PER", "Ada"),
        ("Ada NNP I-NP B-PER", "Ada"),
        ("Ada   B-PER  ", "Ada"),
        ("Ada\tB-PER\r", "Ada"),
        ("New York\tB-PER", "New York"),
        ("\xa0\tB-PER", "\xa0"),
        ("a\u2028b\x85c\tB-PER", "a\u2028b\x85c"),
        ("#\tB-PER", "#"),
        ("-DOCSTART-\tB-PER", "-DOCSTART-"),
    ],
)
def test_token_and_tag_are_the_first_and_last_column(line: str, token: str) -> None:
    assert Columns().parse(line, 7) == (7, token, Tag("B", "PER"))


def test_columns_are_chosen_by_index() -> None:
    assert Columns(token=1, tag=0).parse("B-PER\tAda", 1) == (1, "Ada", Tag("B", "PER"))
    assert Columns(token=1, tag=0).parse("O\t\xa0\r", 1) == (1, "\xa0", Tag("O", ""))
    assert Columns(token=1, tag=2).parse("4\tAda\tO\t-\tx", 2) == (2, "Ada", Tag("O", ""))


def test_the_prefix_of_tokens_is_taken_off_once() -> None:
    columns = Columns(prefix="en:")
    assert [columns.parse(f"{token}\tO", 1).token for token in ("en::", "en:en:")] == [":", "en:"]


@pytest.mark.parametrize(
    ("columns", "line", "message"),
    [
        (Columns(), "Ada", "token and a tag, found 1 column"),
        (Columns(), "Ada\t", "token and a tag, found 1 column"),
        (Columns(), "\tO", "a token after the prefix ''"),
        (Columns(), "Ada\tPER", "expected O, or one of"),
        (Columns(token=1, tag=2), "1\tAda", "found 2 column"),
        (Columns(tag=-3), "Ada\tO", "found 2 column"),
        (Columns(prefix="en:"), "Ada\tO", "prefix 'en:'"),
        (Columns(prefix="en:"), "en:\tO", "prefix 'en:'"),
    ],
)
def test_a_line_without_token_or_tag_is_refused(columns: Columns, line: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        columns.parse(line, 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("", True), ("\t", True), (" \r", True), ("\xa0", False), ("x\tO", False)],
)
def test_blanks_and_tabs_alone_end_a_sentence(line: str, *, expected: bool) -> None:
    assert Columns().is_blank(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-DOCSTART-", True),
        ("-DOCSTART- -X- O O", True),
        ("-DOCSTART-\tO\r", True),
        ("-DOCSTART-s\tO", False),
        ("x -DOCSTART-", False),
    ],
)
def test_a_document_starts_with_its_mark_as_first_column(line: str, *, expected: bool) -> None:
    assert Columns().starts_document(line) is expected


def test_a_sentence_with_a_left_out_type_is_none() -> None:
    columns = Columns(name_types=frozenset({"ACTOR"}), left_out_types=frozenset({"CHARACTER"}))
    kept = [columns.parse("ada\tB-ACTOR", 1)]
    assert columns.sentence(kept) == LabelledSentence(("ada",), ((0, 1),))
    assert columns.sentence([*kept, columns.parse("zorro\tB-CHARACTER", 2)]) is None
