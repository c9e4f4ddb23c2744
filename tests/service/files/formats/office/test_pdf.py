import io
import sys

import pytest
from pypdf import PdfWriter

from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.office.pdf import Pdf, import_pypdf
from nomen.service.files.sources import SourceError
from tests.service.files.formats.naming import chunk_of

IMAGE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
    b"/BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream"
)


def pdf(*contents: bytes) -> bytes:
    """Write a PDF by hand, one page for each content stream."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = b" ".join(b"%d 0 R" % (5 + 2 * number) for number in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)),
        b"<< /Font << /F1 << /Type /Font >> >> >>".replace(b"<< /Type /Font >>", font),
    ]
    for number, content in enumerate(contents):
        resources = b"3 0 R" if b"Do" not in content else b"<< /XObject << /I %s >> >>"
        objects += [
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources %s >>"
            % (4 + 2 * number, resources.replace(b"%s", b"%d 0 R" % (4 + 2 * len(contents)))),
        ]
    objects.append(IMAGE)
    written, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(written)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (size, table, size, start)
    )


def text(words: str) -> bytes:
    return b"BT /F1 12 Tf 72 700 Td (" + words.encode("cp1252") + b") Tj ET"


CONTENT = pdf(text("Harry Potter waved."), text("Zoë met Ron."))


def encrypted(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(CONTENT))
    writer.add_metadata({"/Author": "Jane Doe"})
    writer.encrypt(password, "owner", algorithm=algorithm)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_each_page_is_a_document() -> None:
    (chunk,) = Pdf().split(io.BytesIO(CONTENT))

    assert Pdf().read(chunk) == [
        Record(place={"page": 1}, document="Harry Potter waved."),
        Record(place={"page": 2}, document="Zoë met Ron."),
    ]
    assert chunk.position == len(CONTENT)


def test_without_a_password_an_encrypted_file_is_read_and_its_properties_named() -> None:
    first, second = Pdf().read(chunk_of(encrypted("")))

    assert first == Record(
        place={"page": 1}, document="Harry Potter waved.", record={"properties": ["Author"]}
    )
    assert isinstance(second, Record)


def test_a_password_is_asked_for_in_one_line() -> None:
    with pytest.raises(SourceError, match=r"^the PDF is encrypted with a password$"):
        Pdf().read(chunk_of(encrypted("secret")))


def test_a_page_of_an_image_alone_is_rejected_and_an_empty_one_is_read() -> None:
    image, empty = Pdf().read(chunk_of(pdf(b"/I Do", b"")))

    assert isinstance(image, Rejected)
    assert image.place == {"page": 1}
    assert image.error.detail == "the page has no text, only an image"
    assert empty == Record(place={"page": 2}, document="")


@pytest.mark.parametrize(
    "content", [CONTENT[:300], CONTENT[:-60], CONTENT.replace(b"/Pages", b"/Pxges"), b"%PDF-1.4"]
)
def test_a_damaged_file_is_refused_in_one_line(
    content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SourceError, match=r"^the PDF is damaged$"):
        Pdf().read(chunk_of(content))

    assert caplog.text == ""


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(SourceError, match=r"^expected a PDF$"):
        list(Pdf().split(io.BytesIO(b"Quillfeather")))


def test_redaction_is_refused_with_the_reason() -> None:
    with pytest.raises(SourceError, match="covering a name does not remove it"):
        Pdf().rewrite(chunk_of(CONTENT), [])


def test_without_the_package_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)

    with pytest.raises(SourceError, match=r"pip install 'nomen\[office\]'"):
        import_pypdf()
