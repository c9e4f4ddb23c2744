from email import message_from_bytes

import pytest

from nomen.service.errors import RequestError
from nomen.service.files.formats.mail.bodies import read_body, write_body


def part(content_type: str, transfer: str, payload: bytes) -> bytes:
    head = f"Content-Type: {content_type}\nContent-Transfer-Encoding: {transfer}\n\n"
    return head.encode() + payload


PARTS = [
    (part("text/plain; charset=utf-8", "8bit", "Zoë waved.\n".encode()), "Zoë waved.\n"),
    (part("text/plain; charset=latin1", "quoted-printable", b"Zo=EB wa=\nved.\n"), "Zoë waved.\n"),
    (part("text/plain; charset=cp1252", "base64", b"Wm/rIHdhdmVkLgo=\n"), "Zoë waved.\n"),
    (part("text/plain; charset=no-such", "7bit", "Zoë".encode()), "Zoë"),
    (part("text/plain; charset=rot13", "7bit", "Zoë".encode()), "Zoë"),
    (part("text/plain", "7bit", b"Harry\r\nwaved.\r\n"), "Harry\r\nwaved.\r\n"),
    (part("text/plain; charset=utf-16", "base64", b"//5IAGkA"), "Hi"),
    (part("text/plain", "x-uuencode", b"begin 666 x\n#2&D*\n \nend\n"), "Hi\n"),
]


@pytest.mark.parametrize(("content", "text"), PARTS)
def test_a_text_part_is_decoded(content: bytes, text: str) -> None:
    assert read_body(message_from_bytes(content)) == text


@pytest.mark.parametrize(("content", "text"), PARTS)
@pytest.mark.parametrize("added", ["[NAME]", "Ωμέγα"])
def test_another_text_is_encoded_so_that_it_is_read_again(
    content: bytes, text: str, added: str
) -> None:
    message = message_from_bytes(content)

    write_body(message, text + added)

    again = read_body(message_from_bytes(message.as_bytes()))
    assert again.rstrip("\n") == (text + added).replace("\r\n", "\n")  # as the library writes


def test_charset_and_transfer_encoding_are_kept_where_they_can_be() -> None:
    message = message_from_bytes(PARTS[1][0])

    write_body(message, "Zoë [NAME]")

    assert message.as_bytes() == part(
        "text/plain; charset=latin1", "quoted-printable", b"Zo=EB [NAME]"
    )


def test_a_part_that_says_nothing_gets_a_charset_if_it_needs_one() -> None:
    message = message_from_bytes(b"Subject: Hi\n\nHarry")

    write_body(message, "Zoë")

    assert read_body(message_from_bytes(message.as_bytes())) == "Zoë"
    assert message.get_content_charset() == "utf-8"


def test_bytes_that_are_not_what_the_part_says_are_refused_with_their_place() -> None:
    message = message_from_bytes(part("text/plain; charset=ascii", "8bit", b"Zo\xeb"))

    with pytest.raises(RequestError, match=r"^a text part: byte 2 is not utf-8$"):
        read_body(message)
