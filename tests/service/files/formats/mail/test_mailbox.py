import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.mail.mailbox import CHUNK_BYTES, Eml, Mbox
from nomen.service.files.sources import SourceError
from tests.service.files.formats.naming import chunk_of, redact, texts

MAILBOX = b"""From harry@x.org Sat Nov 28 17:00:00 2026
From: Harry <harry@x.org>

Hi Ron,
>From here on

From ron@x.org Sat Nov 28 18:00:00 2026
From: Ron <ron@x.org>

Hi Harry
From the other line
"""


def test_each_message_has_its_number() -> None:
    assert Mbox().read(chunk_of(MAILBOX)) == [
        Record(
            place={"message": 1},
            document="From: Harry <harry@x.org>\n\nHi Ron,\n>From here on\n",
        ),
        Record(
            place={"message": 2},
            document="From: Ron <ron@x.org>\n\nHi Harry\nFrom the other line\n",
        ),
    ]


def test_a_redacted_mailbox_keeps_its_from_lines() -> None:
    written = redact(Mbox(), MAILBOX, "Harry", "Ron")

    assert written == (
        MAILBOX.replace(b"From: Harry", b'From: "[NAME]"')
        .replace(b"From: Ron", b'From: "[NAME]"')
        .replace(b"Hi Harry", b"Hi [NAME]")
        .replace(b"Hi Ron", b"Hi [NAME]")
    )


def test_a_line_that_would_start_a_message_is_quoted() -> None:
    content = b"From a\nContent-Transfer-Encoding: quoted-printable\n\nHarry\n\n=46rom here\n"

    written = redact(Mbox(), content, "Harry")

    assert written.endswith(b"\n\n[NAME]\n\n>From here\n")
    assert len(texts(Mbox(), written)) == 1


def test_a_message_that_cannot_be_read_is_rejected_and_left_out() -> None:
    content = b"From a\n\nfirst\n\nFrom b\n\n\xff\n\nFrom c\n\nthird\n"

    records = Mbox().read(chunk_of(content))

    assert [type(record) for record in records] == [Record, Rejected, Record]
    assert records[1].place == {"message": 2}
    assert redact(Mbox(), content) == b"From a\n\nfirst\n\nFrom c\n\nthird\n"


def test_attachments_are_named_and_kept_only_if_asked() -> None:
    content = (
        b"Content-Type: multipart/mixed; boundary=X\n\n--X\n\nHi\n--X\n"
        b'Content-Type: image/png; name="a.png"\n\nPNG\n--X--\n'
    )

    (record,) = Eml().read(chunk_of(content))

    members = {"attachments": ["a.png"]}
    left_out = ("attachment image/png",)
    assert record == Record(place={}, document="Hi", record=members, left_out=left_out)
    assert b"PNG" not in redact(Eml(), content)
    assert redact(Eml(keep_attachments=True), content) == content


def test_what_is_no_mailbox_is_refused() -> None:
    with pytest.raises(SourceError, match="line 1: expected a mailbox"):
        list(Mbox().split(io.BytesIO(b"Subject: hi\n\nFrom x\n")))


def test_a_message_that_cannot_be_read_is_refused_where_it_is_the_file() -> None:
    with pytest.raises(SourceError, match=r"^a text part: byte 0 is not utf-8$"):
        Eml().read(chunk_of(b"\n\xff"))


def test_a_message_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nomen.service.files.formats.mail.mailbox.MAX_MESSAGE_BYTES", 100)
    long = b"From a\n\n" + b"x" * 60 + b"\n" + b"y" * 60

    with pytest.raises(SourceError, match=r"^message 2: expected a message of at most"):
        list(Mbox().split(io.BytesIO(b"From a\n\n\n" + long)))
    with pytest.raises(SourceError, match=r"^expected a message of at most"):
        list(Eml().split(io.BytesIO(long)))


def test_an_empty_mailbox_has_no_messages() -> None:
    assert list(Mbox().split(io.BytesIO(b""))) == []


LINES = [b"\n", b"\r\n", b"From a\n", b"To: b\n", b"text\n", b"text\r\n", b">From a\n", b"end"]


@given(st.lists(st.sampled_from(LINES)))
def test_without_names_a_mailbox_is_the_same_byte_for_byte(lines: list[bytes]) -> None:
    content = b"From a\n" + b"".join(lines)

    assert redact(Mbox(), content) == content


def test_chunks_end_with_a_message_and_number_them() -> None:
    content = (MAILBOX + b"\n") * 3000

    chunks = list(Mbox().split(io.BytesIO(content)))

    assert b"".join(chunk.content for chunk in chunks) == content
    assert all(len(chunk.content) < CHUNK_BYTES + len(MAILBOX) for chunk in chunks)
    places = [record.place["message"] for chunk in chunks for record in Mbox().read(chunk)]
    assert places == list(range(1, 6001))
    assert chunks[-1].position == len(content)


def test_one_message_is_one_chunk() -> None:
    (chunk,) = Eml().split(io.BytesIO(b"To: a\n\nHi"))

    assert chunk.position == 9
    assert texts(Eml(), chunk.content) == ["To: a\n\nHi"]
