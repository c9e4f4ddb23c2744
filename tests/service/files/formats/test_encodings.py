import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.files.formats.encodings import Encoding, decode
from nomen.service.files.sources import SourceError

TEXT = "Zoë Quillfeather 😀 waved.\r\n"


def read(content: bytes, asked: str | None = None) -> tuple[str, Encoding]:
    stream, encoding = decode(io.BytesIO(content), asked=asked)
    return stream.read().decode(), encoding


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ],
)
def test_a_mark_names_the_encoding(mark: bytes, codec: str) -> None:
    text, encoding = read(mark + TEXT.encode(codec))

    assert text == TEXT
    assert encoding == Encoding(codec=codec, mark=mark)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_the_same_encoding_is_written_again(text: str) -> None:
    for codec, mark in (("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE)):
        content = mark + text.encode(codec)
        stream, encoding = decode(io.BytesIO(content))

        assert encoding.mark + encoding.encode(stream.read()) == content


@pytest.mark.parametrize(
    ("asked", "codec"),
    [("latin-1", "iso8859-1"), ("cp1252", "cp1252"), ("UTF8", "utf-8"), ("utf-16-be", "utf-16-be")],
)
def test_the_caller_names_an_encoding(asked: str, codec: str) -> None:
    text, encoding = read("Zoë".encode(codec), asked)

    assert (text, encoding.codec) == ("Zoë", codec)
    assert encoding.encode(text.encode()) == "Zoë".encode(codec)


@pytest.mark.parametrize("asked", ["utf-16", "utf-16-le"])
def test_the_mark_may_be_named_too(asked: str) -> None:
    assert read(codecs.BOM_UTF16_LE + "Zoë".encode("utf-16-le"), asked)[0] == "Zoë"


@pytest.mark.parametrize(
    ("content", "asked", "message"),
    [
        (b"", "no-such", "--encoding: expected an encoding such as latin-1 or utf-16"),
        (b"", "base64", "--encoding: expected an encoding such as latin-1 or utf-16"),
        (b"", "\0", "--encoding: expected an encoding such as latin-1 or utf-16"),
        (b"ab", "utf-16", "expected a byte order mark; without one, name utf-16-le or utf-16-be"),
        (codecs.BOM_UTF8 + b"a", "latin-1", "--encoding: expected utf-8, which the file's first"),
        (codecs.BOM_UTF32_LE + b"a\0\0\0", None, "found the mark of UTF-32; expected UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\0b", None, "byte 4 is not utf-16-le"),
        (codecs.BOM_UTF16_LE + b"a\0\0\xd8b\0", None, "byte 4 is not utf-16-le"),
        (b"a" * 70_000 + b"\xff", "ascii", "byte 70000 is not ascii"),
        ("é".encode() * 40_000 + b"x\x81", "shift_jis", "byte 80001 is not shift_jis"),
    ],
)
def test_what_is_no_such_text_is_refused_with_its_place(
    content: bytes, asked: str | None, message: str
) -> None:
    with pytest.raises(SourceError) as caught:
        read(content, asked)

    assert str(caught.value).startswith(message)


def test_utf8_is_given_as_it_stands() -> None:
    stream, _ = decode(io.BytesIO(b"good\nbad \xff\n"))

    assert stream.read() == b"good\nbad \xff\n"


def test_a_replacement_that_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(SourceError, match=r"cannot be written in cp1252$"):
        Encoding(codec="cp1252").encode("Ωmega".encode())


@pytest.mark.parametrize(("codec", "place"), [("utf-16-le", 1), ("utf-16-be", 0)])
@pytest.mark.parametrize("text", ["Ada Byron waved.", "Ада Байрон махала рукой.\r\n", "Ада"])
def test_utf_16_without_a_mark_is_refused(text: str, codec: str, place: int) -> None:
    with pytest.raises(SourceError, match=f"^byte {place} looks like UTF-16 without a byte"):
        read(text.encode(codec))

    assert read(text.encode(codec), codec)[0] == text


@pytest.mark.parametrize("text", ["a\0b", "\0\0\0\0", "1\0two\0three\0four\0", "x\0", "\n\n\n\n"])
def test_a_text_can_hold_control_characters(text: str) -> None:
    assert read(text.encode())[0] == text


def test_a_fault_of_any_codec_is_refused_without_the_text() -> None:
    with pytest.raises(SourceError, match=r"^near byte 0: not punycode$"):
        read(b"Aylin Yilmaz waved.", "punycode")
