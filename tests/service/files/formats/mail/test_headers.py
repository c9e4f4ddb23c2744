from email import message_from_string, policy

import pytest

from nomen.service.errors import RequestError
from nomen.service.files.formats.mail.headers import read_header, replace_in


def text_of(name: str, value: str) -> str:
    return "".join(piece.text for piece in read_header(name, value).pieces)


def written(name: str, value: str, original: str, replacement: str) -> str:
    """Write a header with one piece replaced, and read the result with the library's parser."""
    header = read_header(name, value)
    texts = [piece.text.replace(original, replacement) for piece in header.pieces]
    message = message_from_string(f"{name}: {header.write(texts)}\n\n", policy=policy.default)
    return str(message[name])


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Harry Potter <hp@x.org>", "Harry Potter <hp@x.org>"),
        ('"Potter, Harry" <hp@x.org>,\n\tRon <r@x.org>', "Potter, Harry <hp@x.org>, Ron <r@x.org>"),
        ("=?utf-8?q?Zo=C3=AB?= <z@x.org>", "Zoë <z@x.org>"),
        ("=?iso-8859-1?q?Zo=EB?= Quill <z@x.org>", "Zoë Quill <z@x.org>"),
        ("Dr. J. Quill <z@x.org>", "Dr. J. Quill <z@x.org>"),
        ("hp@x.org (Harry Potter)", "hp@x.org (Harry Potter)"),
        ("Friends: Harry <hp@x.org>, r@x.org;", "Friends: Harry <hp@x.org>, r@x.org;"),
        ("Harry Potter <hp@", "Harry Potter <hp@"),
        ("Zo\udcc3\udcab <z@x.org>", "Zoë <z@x.org>"),
    ],
)
def test_addresses_are_read_with_their_names(value: str, text: str) -> None:
    assert text_of("To", value) == text


@pytest.mark.parametrize(
    ("value", "original", "replacement", "text"),
    [
        ("Harry <hp@x.org>, Ron <r@x.org>", "Harry", "[A]", '"[A]" <hp@x.org>, Ron <r@x.org>'),
        ('"Potter, Harry" <hp@x.org>', "Potter, Harry", "Zoë", "Zoë <hp@x.org>"),
        ("Harry <hp@x.org>", "Harry", "", "hp@x.org"),
        ("Harry <harry@x.org>", "harry", "[A]", 'Harry <"[A]"@x.org>'),
        ("harry@x.org", "harry@x.org", "[NAME]", '"[NAME]"'),
    ],
)
def test_a_name_of_an_address_is_replaced_and_the_address_stays_one(
    value: str, original: str, replacement: str, text: str
) -> None:
    assert written("To", value, original, replacement) == text


def test_a_name_in_a_comment_of_an_address_is_replaced() -> None:
    header = read_header("To", "z@x.org (Harry, =?utf-8?q?Zo=C3=AB?=)")

    assert [piece.text for piece in header.pieces] == ["z@x.org (Harry, Zoë)"]
    assert header.write(["z@x.org ([A], Zoë)"]) == "z@x.org ([A], =?utf-8?b?Wm/Dqyk=?="


def test_a_long_subject_is_folded_and_encoded() -> None:
    value = "Harry " * 30 + "Zo\udcc3\udcab"

    assert written("Subject", value, "Harry", "[NAME]") == "[NAME] " * 30 + "Zoë"


@pytest.mark.parametrize("value", ["Zo\udceb", "=?utf-8?q?Zo=EB?=", "=?no-such?q?Zo=EB?="])
@pytest.mark.parametrize("name", ["Subject", "To"])
def test_a_header_that_is_no_text_is_refused_without_it(name: str, value: str) -> None:
    with pytest.raises(RequestError, match="expected ASCII, UTF-8 or encoded words") as caught:
        read_header(name, value)

    assert "Zo" not in str(caught.value)


def test_a_header_with_a_huge_list_is_read_in_linear_time() -> None:
    value = ", ".join(f"Harry{number} <h{number}@x.org>" for number in range(20_000))

    assert text_of("To", value) == value


def test_other_headers_change_only_where_a_name_stands() -> None:
    assert replace_in("X-Info", "for\n Harry", str.upper) == "FOR HARRY"
    assert replace_in("X-Info", "FOR\n\tHARRY", str.upper) == "FOR\n\tHARRY"
    assert replace_in("Message-ID", "<harry@x.org>", str.upper) == "<harry@x.org>"
    assert replace_in("Content-Type", "text/plain", str.upper) == "text/plain"


def test_a_character_that_breaks_lines_cannot_begin_another_header() -> None:
    written = replace_in("X-Info", "for\x1eX-Other: Harry", lambda text: text.replace("Ha", "[A]"))

    assert written == "for X-Other: [A]rry"


def test_a_name_in_another_header_is_found_in_latin_1_too() -> None:
    written = replace_in("X-Info", "for Zo\udceb", lambda text: text.replace("Zoë", "[NAME]"))

    assert written == "for [NAME]"
