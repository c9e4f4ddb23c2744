"""Covers also `service/files/formats/mail/other_headers.py`."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.errors import RequestError
from nomen.service.files.formats.mail.message import Mail
from tests.service.files.formats.naming import redact_text


def build() -> EmailMessage:
    """Build a message with two forms of its text, a message within it, and two attachments."""
    forwarded = EmailMessage()
    forwarded["From"] = "Ron Quill <ron@x.org>"
    forwarded["Subject"] = "Harry"
    forwarded.set_content("Zoë met Harry.\n")
    message = EmailMessage()
    message["From"] = "Harry Potter <harry@x.org>"
    message["Subject"] = "Zoë and Harry"
    message["X-Info"] = "kept for Harry"
    message["Message-ID"] = "<Harry@x.org>"
    message.set_content("Harry Potter waved at Zoë.\n")
    message.add_alternative("<p><b>Harry</b> waved.</p>\n", subtype="html")
    message.add_attachment(forwarded)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Harry.pdf")
    message.add_attachment("Harry's notes", filename="Harry.txt")
    return message


def redact(content: bytes, *names: str, keep: bool = False) -> bytes:
    mail = Mail(content, keep_attachments=keep)
    return mail.rewrite(redact_text(mail.text, names).names)


def test_headers_parts_and_messages_within_are_one_text() -> None:
    mail = Mail(build().as_bytes(), keep_attachments=False)

    assert mail.text == (
        "From: Harry Potter <harry@x.org>\n\nSubject: Zoë and Harry\n\n"
        "Harry Potter waved at Zoë.\n\n\n<p><b>Harry</b> waved.</p>\n\n\n"
        "From: Ron Quill <ron@x.org>\n\nSubject: Harry\n\nZoë met Harry.\n"
    )
    assert mail.attachments == ["Harry.pdf", "Harry.txt"]


@pytest.mark.parametrize("keep", [False, True])
def test_no_name_is_left_where_people_read(*, keep: bool) -> None:
    written = redact(build().as_bytes(), "Harry Potter", "Harry", "Zoë", "Ron Quill", keep=keep)

    message = message_from_bytes(written, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert str(message["From"]) == '"[NAME]" <harry@x.org>'
    assert str(message["Subject"]) == "[NAME] and [NAME]"
    assert str(message["X-Info"]) == "kept for [NAME]"
    assert str(message["Message-ID"]) == "<Harry@x.org>"
    names = [each.get_filename() for each in message.iter_attachments() if each.get_filename()]
    assert names == (["[NAME].pdf", "[NAME].txt"] if keep else [])
    text = "".join(
        each.get_content()
        for each in message.walk()
        if each.get_content_maintype() == "text" and not each.get_filename()
    )
    assert text == "[NAME] waved at [NAME].\n<p><b>[NAME]</b> waved.</p>\n[NAME] met [NAME].\n"


def test_without_names_and_attachments_a_message_is_the_same_byte_for_byte() -> None:
    content = b"Subject:no blank\r\nTo:  a@x\r\n\r\nHi \xff\xfe\r\n--\n"
    content = content.replace(b"\xff\xfe", "é".encode())

    assert redact(content) == content


def test_attachments_go_even_where_no_name_is_found() -> None:
    written = redact(build().as_bytes())

    assert b"%PDF" not in written
    assert b"Harry.pdf" not in written
    assert b"Harry Potter waved at" in written


def test_a_message_that_is_an_attachment_is_emptied() -> None:
    content = b"Subject: Hi\nContent-Type: application/pdf\n\n%PDF\n"

    assert redact(content) == b"Subject: Hi\n\n"


def test_line_ends_stay_those_of_the_message() -> None:
    content = b"To: Harry <h@x.org>\r\nX-Long: a\r\n b\r\n\r\nHi Harry\r\nbye\r\n"

    assert redact(content, "Harry") == (
        b'To: "[NAME]" <h@x.org>\r\nX-Long: a\r\n b\r\n\r\nHi [NAME]\r\nbye\r\n'
    )


def test_what_a_header_cannot_hold_does_not_end_it() -> None:
    content = (
        b"To: Harry <h@x\x1e.org>\nContent-Disposition: inl\xffne; filename=Harry.txt\n"
        b"X-Info: a\x0bb\n\nHarry\n"
    )
    assert Mail(content, keep_attachments=False).text.startswith("To: Harry")

    assert redact(content, "Harry") == (
        b"To: [NAME] <h@x .org>\nContent-Disposition: inl\xef\xbf\xbdne; "
        b'filename="[NAME].txt"\nX-Info: a b\n\n[NAME]\n'
    )


def test_parts_without_a_boundary_are_a_text() -> None:
    content = "Content-Type: multipart/mixed\n\nHarry met Zoë\n".encode()

    written = message_from_bytes(redact(content, "Harry"), policy=policy.default)

    assert isinstance(written, EmailMessage)
    assert written.get_content_type() == "text/plain"
    assert written.get_content() == "[NAME] met Zoë\n"


def test_a_part_whose_type_is_no_ascii_can_be_changed() -> None:
    content = "Content-Type: text/plain; x=é\n\nHarry\n".encode()

    mail = Mail(content, keep_attachments=False)
    written = mail.rewrite(redact_text(mail.text, ["Harry"], "Zoë").names)

    assert (
        written
        == (
            'Content-Type: text/plain; x=é; charset="utf-8"\n'
            "Content-Transfer-Encoding: quoted-printable\n\nZo=C3=AB\n"
        ).encode()
    )


def test_an_encoded_message_within_a_message_is_an_attachment() -> None:
    content = (
        b"Content-Type: multipart/mixed; boundary=X\n\n--X\nContent-Type: message/rfc822\n"
        b"Content-Transfer-Encoding: base64\n\nSGFycnkgd2F2ZWQuCg==\n--X--\n"
    )

    assert Mail(content, keep_attachments=False).attachments == ["message/rfc822"]
    assert b"SGFy" not in redact(content)


def test_text_around_the_parts_is_read_and_written() -> None:
    content = (
        b"Content-Type: multipart/mixed; boundary=X\n\nby Harry\n--X\n\nHi\n--X--\nfrom Harry\n"
    )

    written = redact(content, "Harry")

    assert b"\n\nby [NAME]\n--X\n\nHi\n--X--\nfrom [NAME]\n" in written


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Subject: Quillfeather \xff\n\n", "expected ASCII, UTF-8 or encoded words"),
        (b"\n\nQuillfeather \xff\n", "a text part: byte 14 is not utf-8"),
        (
            b"Content-Type: multipart/mixed; boundary=X\n\nQuillfeather\xff\n--X\n\nHi\n--X--\n",
            "expected UTF-8 around the parts",
        ),
    ],
)
def test_a_message_that_is_no_text_is_refused_without_it(content: bytes, message: str) -> None:
    with pytest.raises(RequestError, match=message) as caught:
        Mail(content, keep_attachments=False)

    assert "Quillfeather" not in str(caught.value)


def test_parts_within_parts_have_an_end() -> None:
    inner = b"Content-Type: message/rfc822\n\n" * 3000 + b"\nHi"

    with pytest.raises(RequestError, match="expected fewer parts within parts"):
        Mail(inner, keep_attachments=False)


@given(st.binary(max_size=200), st.sampled_from([b"", b"From: ", b"To: ", b"Content-Type: "]))
def test_any_bytes_are_read_or_refused(content: bytes, start: bytes) -> None:
    try:
        mail = Mail(start + content, keep_attachments=False)
    except RequestError:
        return
    if not mail.attachments:
        assert mail.rewrite([]) == start + content
    mail.rewrite(redact_text(mail.text, ["e", "a"]).names)


@given(st.text(alphabet="aäZ<>@,.\"'():;=?é \n[]", max_size=40))
def test_any_header_can_be_redacted(value: str) -> None:
    content = f"To: {value.replace(chr(10), chr(10) + ' ')}\n\nbody\n".encode()
    mail = Mail(content, keep_attachments=False)

    written = mail.rewrite(redact_text(mail.text, ["a", "Z", "ä"], "[N]").names)

    again = Mail(written, keep_attachments=False)
    assert not {"a", "Z", "ä"} & set(again.text.replace("body", "").replace("To", ""))


HEADERS = b"""From: "Lee, Ann" <ann@x.org>
X-Approved-By: ann lee
Received: from host (Ann Lee)
Subject: =?utf-8?q?Zo=C3=AB?=
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Ann Lee met Zo=C3=AB.
"""


def test_names_of_headers_that_are_not_read_are_told_in_their_order() -> None:
    mail = Mail(HEADERS, keep_attachments=False)

    assert mail.pairs_elsewhere(redact_text(mail.text, ["Lee, Ann", "Ann Lee", "Zoë"]).names) == [
        ("[NAME]", "ann lee"),
        ("[NAME]", "Ann Lee"),
    ]


def restored(content: bytes, elsewhere: list[tuple[str, str]]) -> bytes:
    originals = iter(["Lee, Ann", "Zoë", "Ann Lee", "Zoë"])
    mail = Mail(content, keep_attachments=True)
    names = redact_text(mail.text, ["[NAME]"]).names
    return mail.restore([replace(each, replacement=next(originals)) for each in names], elsewhere)


def test_a_message_gets_its_names_back_in_its_own_encodings() -> None:
    redacted = redact(HEADERS, "Lee, Ann", "Ann Lee", "Zoë")
    assert "Ann" not in redacted.decode()

    assert restored(redacted, [("[NAME]", "ann lee"), ("[NAME]", "Ann Lee")]) == HEADERS


def test_other_headers_in_another_order_get_the_first_original() -> None:
    redacted = redact(HEADERS, "Lee, Ann", "Ann Lee", "Zoë")

    written = restored(redacted, [("[NAME]", "ann lee"), ("[NAME]", "Ann"), ("[NAME]", "Bo")])

    assert b"By: ann lee\nReceived: from host (ann lee)\n" in written


def test_without_names_a_redacted_message_stays_as_it_is() -> None:
    assert Mail(HEADERS, keep_attachments=True).restore([], []) == HEADERS


def test_a_replacement_ends_no_attribute_of_an_html_part() -> None:
    content = b"""Subject: Zoe\nContent-Type: text/html\n\n<p title='Zoe'>Zoe</p>\n"""
    mail = Mail(content, keep_attachments=False)

    written = mail.rewrite(redact_text(mail.text, ["Zoe"], "O'A").names)

    assert written == content.replace(b"'Zoe'", b"'O&#39;A'").replace(b"Zoe", b"O'A")
