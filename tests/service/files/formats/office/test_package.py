import io
import sys
import zipfile

import pytest

from nomen.service.files.formats.office.package import (
    COMPOUND_FILE,
    MAX_BYTES,
    MAX_PARTS,
    MAX_XML_BYTES,
    Package,
    clean,
    import_lxml,
    parse_part,
    write_part,
)
from nomen.service.files.sources import SourceError

LAUGHS = b"".join(
    b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10) for number in range(1, 10)
)
BOMB = b'<!DOCTYPE a [<!ENTITY l0 "Quillfeather">' + LAUGHS + b"]><a>&l9;</a>"


def package(**files: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return written.getvalue()


def test_parts_are_written_again_changed_and_left_out() -> None:
    opened = Package(package(a=b"1", b=b"2", c=b"3"))

    again = Package(opened.rewrite({"a": b"changed", "b": None}))

    assert {name: again.read(name) for name in again.names()} == {"a": b"changed", "c": b"3"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"Quillfeather", "expected a package, which is a zip file"),
        (b"", "expected a package, which is a zip file"),
        (COMPOUND_FILE + bytes(600), "expected a package; this one is encrypted or of before 2007"),
        (package(a=b"x" * 50)[:60], "expected a package, which is a zip file"),
        (
            package(**{str(number): b"" for number in range(MAX_PARTS + 1)}),
            "expected at most 10,000 parts",
        ),
    ],
)
def test_what_is_no_package_is_refused_in_one_line(content: bytes, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        Package(content)

    assert str(caught.value) == message


@pytest.mark.slow
def test_a_zip_bomb_is_refused_before_it_is_read() -> None:
    content = package(a=bytes(MAX_BYTES // 2 + 1), b=bytes(MAX_BYTES // 2 + 1))

    with pytest.raises(
        SourceError, match=r"^expected at most 268,435,456 bytes when decompressed$"
    ):
        Package(content)


@pytest.mark.slow
def test_more_xml_than_fits_in_memory_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^expected at most 67,108,864 bytes of XML when"):
        Package(package(**{"a.xml": bytes(MAX_XML_BYTES + 1)}))


def test_a_part_that_lies_about_its_size_is_damaged() -> None:
    content = package(a=bytes(1_000_000))
    size = (1_000_000).to_bytes(4, "little")
    lying = content.replace(size, (10).to_bytes(4, "little"))
    assert lying != content

    with pytest.raises(SourceError, match="a part of the package is damaged"):
        Package(lying).read("a")


def test_a_part_twice_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            opened.writestr("a", "2")

    with pytest.raises(SourceError, match="expected each part once"):
        Package(written.getvalue())


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_are_refused(method: int) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as opened:
        opened.writestr("a", "1")

    with pytest.raises(SourceError, match="expected parts that are deflated"):
        Package(written.getvalue())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (BOMB, "a part of the package (has a DTD|is damaged XML)"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "has a DTD"),
        (b"<a>Quillfeather", "is damaged XML"),
        (b"", "is damaged XML"),
        (b"<a>" * 100_000, "is damaged XML"),
    ],
)
def test_dangerous_and_damaged_parts_are_refused_in_one_line(content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        parse_part(content)

    assert "Quillfeather" not in str(caught.value)


def test_a_part_is_written_as_it_was_read() -> None:
    content = b"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<a>\n <b>\xc3\xa9</b></a>"

    assert write_part(parse_part(content)) == content


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert clean("a\x00b\x1bc\n😀\ufffe") == "abc\n😀"


def test_without_the_package_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lxml.etree", None)

    with pytest.raises(SourceError, match=r"pip install 'nomen\[office\]'"):
        import_lxml()
