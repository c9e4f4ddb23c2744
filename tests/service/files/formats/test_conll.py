import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.files.formats.conll import CHUNK_BYTES, Conll
from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.sources import SourceError
from tests.service.files.formats.naming import chunk_of, redact

FILE = b"""-DOCSTART- -X- O O

Harry NNP B-PER
Potter NNP I-PER
waved VBD O

Dear\tO
Ron\tB-PER
"""


def test_a_sentence_is_a_document_of_tokens() -> None:
    assert Conll().read(chunk_of(FILE)) == [
        Record(place={"line": 3}, document=["Harry", "Potter", "waved"]),
        Record(place={"line": 7}, document=["Dear", "Ron"]),
    ]


def test_a_name_becomes_one_token_and_loses_its_other_lines() -> None:
    written = redact(Conll(), FILE, "Harry Potter", "Ron", replacement="[A NAME]")

    assert written == (
        b"-DOCSTART- -X- O O\n\n[A_NAME] NNP B-PER\nwaved VBD O\n\nDear\tO\n[A_NAME]\tB-PER\n"
    )


def test_a_removed_name_loses_all_its_lines() -> None:
    written = redact(Conll(), FILE, "Harry Potter", replacement="")

    assert written == b"-DOCSTART- -X- O O\n\nwaved VBD O\n\nDear\tO\nRon\tB-PER\n"


def test_a_column_that_repeats_the_token_is_replaced_too() -> None:
    file = b"Ron\tron\tX\nmet\tmeet\tO\nHarry\tHarry\tX\r\n"

    assert redact(Conll(), file, "Ron", "Harry", replacement="[1]") == (
        b"[1]\t[1]\tX\nmet\tmeet\tO\n[1]\t[1]\tX\r\n"
    )


def test_a_sentence_that_is_no_utf8_is_rejected_and_left_out() -> None:
    content = b"Ron O\n\nZo\xeb B-PER\nwaved O\n\nHarry O\n"

    records = Conll().read(chunk_of(content))

    assert [type(record) for record in records] == [Record, Rejected, Record]
    assert records[1].place == {"line": 3}
    assert redact(Conll(), content) == b"Ron O\n\nHarry O\n"


LINES = [b"\n", b"\r\n", b"  \n", b"-DOCSTART- O\n", b"Ron B-PER\n", "é\tO\n".encode()]


@given(st.lists(st.sampled_from(LINES)))
def test_without_names_a_file_is_the_same_byte_for_byte(lines: list[bytes]) -> None:
    assert redact(Conll(), b"".join(lines)) == b"".join(lines)


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


def test_a_sentence_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomen.service.files.formats.conll.MAX_SENTENCE_BYTES", 1000)

    with pytest.raises(SourceError, match="expected the end of a sentence before it"):
        list(Conll().split(io.BytesIO(b"a O\n" * 1000)))
