import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.service.files.formats.conll import CHUNK_BYTES, Conll
from nomen.service.files.formats.format import Chunk, Record, Rejected

FILE = b"""-DOCSTART- -X- O O

Harry NNP B-PER
Potter NNP I-PER
waved VBD O

Dear\tO
Ron\tB-PER
"""


def chunk(content: bytes) -> Chunk:
    return Chunk(first=1, content=content, position=len(content))


def redacted(tokens: str, *names: tuple[int, int, str]) -> RedactedDocument:
    return RedactedDocument(
        text=tokens,
        names=[
            RedactedName(
                start=start,
                end=end,
                redacted_start=0,
                redacted_end=0,
                replacement=replacement,
                probability=1.0,
                original=tokens[start:end],
            )
            for start, end, replacement in names
        ],
    )


def test_a_sentence_is_a_document_of_tokens() -> None:
    records = Conll().read(chunk(FILE))

    assert records == [
        Record(place={"line": 3}, document=["Harry", "Potter", "waved"]),
        Record(place={"line": 7}, document=["Dear", "Ron"]),
    ]


def test_a_name_becomes_one_token_and_loses_its_other_lines() -> None:
    texts = [
        redacted("Harry Potter waved", (0, 12, "[A NAME]")),
        redacted("Dear Ron", (5, 8, "")),
    ]

    written = Conll().rewrite(chunk(FILE), texts)

    assert (
        written
        == b"""-DOCSTART- -X- O O

[A_NAME] NNP B-PER
waved VBD O

Dear\tO
"""
    )


def test_a_column_that_repeats_the_token_is_replaced_too() -> None:
    text = redacted("Ron met Harry", (0, 3, "[1]"), (8, 13, "[2]"))

    written = Conll().rewrite(chunk(b"Ron\tron\tX\nmet\tmeet\tO\nHarry\tHarry\tX\r\n"), [text])

    assert written == b"[1]\t[1]\tX\nmet\tmeet\tO\n[2]\t[2]\tX\r\n"


def test_a_sentence_that_is_no_utf8_is_rejected_and_left_out() -> None:
    content = b"Ron O\n\nZo\xeb B-PER\nwaved O\n\nHarry O\n"

    records = Conll().read(chunk(content))

    assert [type(record) for record in records] == [Record, Rejected, Record]
    assert records[1].place == {"line": 3}
    texts = [redacted("Ron"), None, redacted("Harry")]
    assert Conll().rewrite(chunk(content), texts) == b"Ron O\n\nHarry O\n"


LINES = st.sampled_from(
    [b"\n", b"\r\n", b"  \n", b"-DOCSTART- O\n", b"Ron B-PER\n", "é\tO\n".encode()]
)


@given(st.lists(LINES))
def test_without_names_a_file_is_the_same_byte_for_byte(lines: list[bytes]) -> None:
    content = b"".join(lines)
    records = Conll().read(chunk(content))
    texts = [
        redacted(" ".join(record.document)) for record in records if isinstance(record, Record)
    ]

    assert Conll().rewrite(chunk(content), texts) == content


@pytest.mark.parametrize("sentence", [b"Ron O\nmet O\n\n", b"x" * 3000 + b" O\n\n"])
def test_chunks_end_with_a_sentence_and_number_their_lines(sentence: bytes) -> None:
    content = sentence * (300_000 // len(sentence))

    chunks = list(Conll().split(io.BytesIO(content)))

    assert b"".join(each.content for each in chunks) == content
    assert len(chunks) > 3
    assert all(len(each.content) < CHUNK_BYTES + len(sentence) for each in chunks)
    places = [record.place["line"] for each in chunks for record in Conll().read(each)]
    assert places == list(range(1, content.count(b"\n"), sentence.count(b"\n")))
    assert chunks[-1].position == len(content)
