"""Covers also what Word documents and workbooks have in common.

- `service/files/formats/office/document.py`
- `service/files/formats/office/elements.py`
- `service/files/formats/office/links.py`
- `service/files/formats/office/paragraphs.py`
- `service/files/formats/office/properties.py`
- `service/files/formats/office/office_file.py`
"""

import io
import zipfile
from functools import cache

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.service.files.formats.format import Record
from nomen.service.files.formats.office.office_file import OfficeFile
from nomen.service.files.formats.office.word import WordReading
from nomen.service.files.sources import SourceError
from tests.service.files.formats.naming import chunk_of, redact, texts

DOCX = OfficeFile(WordReading)
NAMES = ("Harry Potter", "Hermione", "Ron Quill", "Zoë", "Luna", "Cho", "Draco", "Neville")
TRACKED = f"""<w:p {nsdecls("w")}>
<w:r><w:t xml:space="preserve">We met </w:t></w:r>
<w:del w:id="1" w:author="Jane Doe" w:date="2026-01-01T00:00:00Z">
<w:r w:rsidDel="00AA"><w:delText>Draco</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="Jane Doe"><w:r><w:t>Neville</w:t></w:r></w:ins>
<w:r><w:t xml:space="preserve"> today.</w:t></w:r></w:p>"""
BOX = f"""<w:p {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape>
<v:textbox><w:txbxContent><w:p><w:r><w:t>In a box: Luna</w:t></w:r></w:p></w:txbxContent>
</v:textbox></v:shape></w:pict></w:r></w:p>"""


def save(document: "docx.document.Document") -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@cache
def build() -> bytes:
    """Build a document with a name in each place that a name can stand in."""
    document = docx.Document()
    paragraph = document.add_paragraph("Dear ")
    paragraph.add_run("Har").bold = True
    paragraph.add_run("ry Pot").italic = True
    paragraph.add_run("ter, welcome.")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Hermione"
    cell.add_table(1, 1).cell(0, 0).text = "Ron Quill"
    section = document.sections[0]
    section.header.paragraphs[0].text = "For Zoë"
    section.footer.paragraphs[0].text = "By Cho"
    document.add_comment(paragraph.runs, text="Ask Cho", author="Jane Doe", initials="JD")
    body = document.element.body
    body.insert(0, parse_xml(TRACKED))
    body.insert(0, parse_xml(BOX))
    document.core_properties.author = "Jane Doe"
    document.core_properties.last_modified_by = "Jane Doe"
    document.core_properties.title = "On Harry"
    return save(document)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(content: bytes, **added: str) -> bytes:
    """Add parts to a package, each named by its path with `__` in the place of slashes."""
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as package:
        for name, part in added.items():
            package.writestr(name.replace("__", "/") + ".xml", part)
    return written.getvalue()


VT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def test_parts_beside_the_text_lose_their_names_too() -> None:
    content = with_parts(
        build(),
        docProps__custom=f'<Properties xmlns:vt="{VT}"><property name="Client"><vt:lpwstr>Luna'
        '</vt:lpwstr></property><property name="n"><vt:i4>7</vt:i4></property></Properties>',
        customXml__item9="<author>Harry Potter</author>",
        word__people=f'<w15:people xmlns:w15="{W15}"><w15:person w15:author="Jane Doe">'
        '<w15:presenceInfo userId="jane@x.org"/></w15:person></w15:people>',
        word__charts__chart1=f'<c:chart xmlns:c="{CHART}"><c:cat><c:strCache><c:pt><c:v>Cho</c:v>'
        "</c:pt></c:strCache><c:numCache><c:pt><c:v>7</c:v></c:pt></c:numCache></c:cat></c:chart>",
        word__embeddings__sheet1="<a/>",
    )

    (record,) = DOCX.read(chunk_of(content))
    written = parts(redact(DOCX, content, *NAMES))

    assert isinstance(record, Record)
    assert record.record["embedded"] == ["word/embeddings/sheet1.xml"]
    properties = record.record["properties"]
    assert isinstance(properties, list)
    assert properties[-1] == "Client"
    assert b"<vt:lpwstr/>" in written["docProps/custom.xml"]
    assert b"<vt:i4>7</vt:i4>" in written["docProps/custom.xml"]
    assert b"<author>[NAME]</author>" in written["customXml/item9.xml"]
    assert b'author="Author"' in written["word/people.xml"]
    assert b"jane" not in written["word/people.xml"]
    assert b"<c:v>[NAME]</c:v>" in written["word/charts/chart1.xml"]
    assert b"<c:v>7</c:v>" in written["word/charts/chart1.xml"]


def test_every_place_is_read() -> None:
    (text,) = texts(DOCX, build())

    assert text.split("\n\n") == [
        "In a box: Luna",
        "We met Neville today.",
        "We met Draco today.",
        "Dear Harry Potter, welcome.",
        "Hermione",
        "Ron Quill",
        "Ask Cho",
        "By Cho",
        "For Zoë",
    ]


def test_properties_and_parts_are_named() -> None:
    (record,) = DOCX.read(chunk_of(build()))

    assert isinstance(record, Record)
    assert record.record["properties"] == [
        "title",
        "creator",
        "description",
        "lastModifiedBy",
        "Template",
    ]
    assert record.record["parts"] == [
        {"start": 0, "place": "word/document.xml"},
        {"start": 110, "place": "word/comments.xml"},
        {"start": 119, "place": "word/footer1.xml"},
        {"start": 127, "place": "word/header1.xml"},
    ]


def test_no_name_is_left_in_any_part() -> None:
    written = redact(DOCX, build(), *NAMES)

    for content in parts(written).values():
        for name in ("Harry", "Potter", *NAMES, "Jane", "rsid"):
            assert name.encode() not in content
    assert parts(written).keys() == parts(build()).keys() - {"docProps/thumbnail.jpeg"}


def test_a_name_over_several_runs_stands_in_the_first_and_all_keep_their_formatting() -> None:
    written = docx.Document(io.BytesIO(redact(DOCX, build(), *NAMES)))

    paragraph = next(each for each in written.paragraphs if each.text.startswith("Dear"))
    runs = [(run.text, run.bold, run.italic) for run in paragraph.runs]
    assert runs[:4] == [
        ("Dear ", None, None),
        ("[NAME]", True, None),
        ("", None, True),
        (", welcome.", None, None),
    ]
    assert written.tables[0].cell(0, 0).tables[0].cell(0, 0).text == "[NAME]"
    assert written.sections[0].header.paragraphs[0].text == "For [NAME]"
    (comment,) = written.comments
    assert (comment.text, comment.author, comment.initials) == ("Ask [NAME]", "Author", "A")
    assert written.core_properties.author == ""


@pytest.mark.parametrize("name", ["word/fontTable.xml", "word/theme/theme1.xml"])
def test_parts_without_text_stay_byte_for_byte(name: str) -> None:
    content = build()

    assert parts(redact(DOCX, content, *NAMES))[name] == parts(content)[name]


def test_links_with_a_name_lose_it() -> None:
    document = docx.Document()
    document.add_paragraph("Harry Potter")
    document.part.relate_to("mailto:x?subject=Harry%20Potter", "hyperlink", is_external=True)

    links = parts(redact(DOCX, save(document), "Harry Potter"))["word/_rels/document.xml.rels"]

    assert b"mailto:x?subject=[NAME]" in links


def test_field_codes_and_descriptions_are_read() -> None:
    document = docx.Document()
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:instrText>MERGEFIELD Harry</w:instrText></w:r>"
            '<w:r><w:drawing><docPr title="Luna" descr="A photo of Cho"/></w:drawing></w:r>'
            "<w:sdt><w:sdtPr><w:alias w:val='Ron'/></w:sdtPr></w:sdt></w:p>"
        ),
    )

    content = save(document)

    (text,) = texts(DOCX, content)
    assert sorted(text.split("\n\n")) == ["A photo of Cho", "Luna", "MERGEFIELD Harry", "Ron"]
    document_part = parts(redact(DOCX, content, "Harry", "Cho", "Luna", "Ron"))["word/document.xml"]
    assert not {b"Harry", b"Cho", b"Luna", b"Ron"} & set(document_part.split(b'"'))


RUNS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20)


@pytest.mark.slow
@settings(max_examples=5)
@given(st.lists(RUNS, max_size=5))
def test_without_names_the_text_is_the_same(runs: list[str]) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    content = save(document)

    written = redact(DOCX, content)

    assert texts(DOCX, written) == texts(DOCX, content)


def test_what_is_no_document_is_refused_in_one_line() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as written:
        written.writestr("a.xml", "<Quillfeather/>")

    with pytest.raises(SourceError, match=r"^expected a Word document$"):
        DOCX.read(chunk_of(package.getvalue()))


def test_a_file_is_one_chunk() -> None:
    content = build()

    (chunk,) = DOCX.split(io.BytesIO(content))

    assert (chunk.content, chunk.position) == (content, len(content))
