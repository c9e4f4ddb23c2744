"""Covers also `service/files/formats/office/cells.py` and
`service/files/formats/office/sheets.py`."""

import io
import zipfile
from functools import cache

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from nomen.service.files.formats.format import Record
from nomen.service.files.formats.office.excel import ExcelReading
from nomen.service.files.formats.office.office_file import OfficeFile
from nomen.service.files.sources import SourceError
from tests.service.files.formats.naming import chunk_of, redact, texts

XLSX = OfficeFile(ExcelReading)
NAMES = ("Harry Potter", "Hermione", "Ron Quill", "Zoë", "Luna", "Cho", "Draco", "Neville")


def save(workbook: openpyxl.Workbook) -> bytes:
    written = io.BytesIO()
    workbook.save(written)
    return written.getvalue()


@cache
def build() -> bytes:
    """Build a workbook with a name in each place that a name can stand in."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Ron Quill"
    sheet.append(["Name", "Harry Potter", "Born"])
    sheet.append(["Hermione", 17, "=B2*2"])
    sheet.append([CellRichText("met ", TextBlock(InlineFont(b=True), "Har"), "ry Potter"), 1.5])
    sheet["A2"].comment = Comment("Ask Cho", "Jane Doe")
    sheet["D5"] = '="Dear "&"Zoë"&A2'
    sheet.oddHeader.center.text = "For Luna"
    sheet.oddHeader.center.size = 12
    sheet.add_table(Table(displayName="Staff", ref="A1:C3"))
    validation = DataValidation(type="list", formula1='"Draco,other"', promptTitle="Ask Neville")
    validation.add("E1")
    sheet.add_data_validation(validation)
    other = workbook.create_sheet("Totals")
    other["A1"] = "='Ron Quill'!B2+1"
    other["A2"] = "=SUM(Staff[Harry Potter])"
    chart = BarChart()
    chart.title = "Points of Draco"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    other.add_chart(chart, "C3")
    workbook.properties.creator = "Jane Doe"
    workbook.properties.lastModifiedBy = "Jane Doe"
    return save(workbook)


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_part(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Give a package with something replaced in one of its parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for each, part in parts(content).items():
            package.writestr(each, part.replace(old, new) if each == name else part)
    return written.getvalue()


SHARED = (
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<si><t>Harry Potter</t></si>"
    b"<si><r><t>Her</t></r><r><rPr><b/></rPr><t>mione</t></r><rPh sb='0' eb='1'><t>Cho</t></rPh>"
    b"</si></sst>"
)


def with_shared_strings() -> bytes:
    """Give the workbook as Excel writes it: two of its strings are shared by cells."""
    changed = parts(build())
    sheet = changed["xl/worksheets/sheet1.xml"]
    for number, text in enumerate((b"Harry Potter", b"Hermione")):
        inline = b't="inlineStr"><is><t>%s</t></is>' % text
        assert inline in sheet
        sheet = sheet.replace(inline, b't="s"><v>%d</v>' % number)
    changed["xl/worksheets/sheet1.xml"] = sheet
    changed["xl/sharedStrings.xml"] = SHARED
    for name, end, added in (
        (
            "[Content_Types].xml",
            b"</Types>",
            (
                b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
                b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            (
                b'<Relationship Id="rIdS" Target="sharedStrings.xml" Type="http://schemas.'
                b'openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
            ),
        ),
    ):
        assert end in changed[name]
        changed[name] = changed[name].replace(end, added + end)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for each, part in changed.items():
            package.writestr(each, part)
    return written.getvalue()


def test_shared_strings_are_redacted_once_for_all_their_cells() -> None:
    content = with_shared_strings()

    written = redact(XLSX, content, *NAMES)

    assert b"Cho" not in parts(written)["xl/sharedStrings.xml"]
    sheet = openpyxl.load_workbook(io.BytesIO(written))["NAME"]
    assert [sheet["B1"].value, sheet["A2"].value] == ["[NAME]", "[NAME]"]
    assert [each.name for each in sheet.tables["Staff"].tableColumns][1] == "[NAME]"
    (record,) = XLSX.read(chunk_of(content))
    assert isinstance(record, Record)
    starts = record.record["parts"]
    assert isinstance(starts, list)
    at = {each["place"]: str(record.document)[each["start"] :] for each in starts}
    assert at["Ron Quill!B1"].startswith("Harry Potter\n\n")
    assert at["Ron Quill!A2"] == "Hermione\n\nCho"


def test_every_place_is_read_with_its_cell() -> None:
    (record,) = XLSX.read(chunk_of(build()))
    assert isinstance(record, Record)
    assert isinstance(record.document, str)
    found = record.document.split("\n\n")

    assert found[:2] == ["Ron Quill", "Totals"]
    assert {"met Harry Potter", "Ask Cho", "Points of Draco", "Ask Neville"} <= set(found)
    assert all(name in record.document for name in NAMES)
    places = record.record["parts"]
    assert isinstance(places, list)
    at = {each["place"]: record.document[each["start"] :].split("\n\n")[0] for each in places}
    assert at["Ron Quill!A2"] == "Hermione"
    assert at["Ron Quill!B1"] == "Harry Potter"
    assert record.record["properties"] == ["creator", "lastModifiedBy"]


def test_no_name_is_left_in_any_part() -> None:
    written = redact(XLSX, build(), *NAMES)

    for content in parts(written).values():
        for name in (*NAMES, "Jane"):
            assert name.encode() not in content


def test_values_formulas_and_formatting_stay() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(redact(XLSX, build(), *NAMES)), rich_text=True)

    assert workbook.sheetnames == ["NAME", "Totals"]
    sheet, totals = workbook["NAME"], workbook["Totals"]
    assert [cell.value for cell in sheet[1]][:3] == ["Name", "[NAME]", "Born"]
    assert [cell.value for cell in sheet[2]][:3] == ["[NAME]", 17, "=B2*2"]
    rich = sheet["A3"].value
    assert str(rich) == "met [NAME]"
    assert sheet["D5"].value == '="Dear "&"[NAME]"&A2'
    assert sheet["A2"].comment.text == "Ask [NAME]"
    assert sheet["A2"].comment.author == "Author"
    assert sheet.oddHeader.center.text == "For [NAME]"
    assert sheet.oddHeader.center.size == 12
    assert totals["A1"].value == "='NAME'!B2+1"
    assert totals["A2"].value == "=SUM(Staff['[NAME']])"
    assert [each.name for each in sheet.tables["Staff"].tableColumns] == ["Name", "[NAME]", "Born"]


def test_cached_values_of_formulas_are_redacted_and_others_stay() -> None:
    content = with_part(
        build(),
        "xl/worksheets/sheet2.xml",
        b"</sheetData>",
        b'<row r="9"><c r="A9" t="str"><f>A1</f><v>Harry Potter</v></c>'
        b'<c r="B9"><f>1+1</f><v>2</v></c></row></sheetData>',
    )

    sheet = parts(redact(XLSX, content, "Harry Potter"))["xl/worksheets/sheet2.xml"]

    assert b'<c r="A9" t="str"><f>A1</f><v>[NAME]</v></c><c r="B9"><f>1+1</f><v>2</v></c>' in sheet


def test_two_columns_of_a_table_keep_different_headers() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["Harry", "Luna"])
    workbook.active.append([1, 2])
    workbook.active.add_table(Table(displayName="Staff", ref="A1:B2"))

    written = openpyxl.load_workbook(io.BytesIO(redact(XLSX, save(workbook), "Harry", "Luna")))

    sheet = written.active
    columns = [each.name for each in sheet.tables["Staff"].tableColumns]
    assert columns == [cell.value for cell in sheet[1]] == ["[NAME]", "[NAME] 2"]


def test_two_sheets_keep_different_names() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "Harry"
    workbook.create_sheet("Luna")["A1"] = "=Harry!B1&Luna!B1"

    written = openpyxl.load_workbook(io.BytesIO(redact(XLSX, save(workbook), "Harry", "Luna")))

    assert written.sheetnames == ["NAME", "NAME 2"]
    assert written["NAME 2"]["A1"].value == "='NAME'!B1&'NAME 2'!B1"


def test_strings_inside_cells_and_their_readings_aloud_are_redacted() -> None:
    content = with_part(
        build(),
        "xl/worksheets/sheet2.xml",
        b"</sheetData>",
        b'<row r="9"><c r="A9" t="inlineStr"><is><t>Luna</t><rPh sb="0" eb="1"><t>Cho</t></rPh>'
        b"</is></c></row></sheetData>",
    )

    sheet = parts(redact(XLSX, content, *NAMES))["xl/worksheets/sheet2.xml"]

    assert b"<is><t>[NAME]</t><rPh" in sheet
    assert b"<t>[NAME]</t></rPh>" in sheet


THREADED = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_threads_pivot_tables_and_links_are_redacted() -> None:
    written = io.BytesIO(build())
    with zipfile.ZipFile(written, "a") as package:
        package.writestr(
            "xl/threadedComments/threadedComment1.xml",
            f'<ThreadedComments xmlns="{THREADED}"><threadedComment><text>Ask Luna</text>'
            "</threadedComment></ThreadedComments>",
        )
        package.writestr(
            "xl/persons/person.xml",
            f'<personList xmlns="{THREADED}"><person displayName="Jane Doe" userId="jane"/>'
            "</personList>",
        )
        package.writestr(
            "xl/pivotCache/pivotCacheDefinition1.xml",
            f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource><worksheetSource ref="A1:C3" '
            'sheet="Ron Quill"/></cacheSource><cacheField name="Name"><sharedItems><s v="Draco"/>'
            "</sharedItems></cacheField></pivotCacheDefinition>",
        )
    content = with_part(
        written.getvalue(),
        "xl/worksheets/sheet2.xml",
        b"</worksheet>",
        b'<hyperlinks><hyperlink ref="A1" location="\'Ron Quill\'!A1" display="to Luna"/>'
        b"</hyperlinks></worksheet>",
    )

    found = parts(redact(XLSX, content, *NAMES))

    assert b"<text>Ask [NAME]</text>" in found["xl/threadedComments/threadedComment1.xml"]
    assert b'displayName="Author" userId="Author"' in found["xl/persons/person.xml"]
    pivot = found["xl/pivotCache/pivotCacheDefinition1.xml"]
    assert b'sheet="NAME"' in pivot
    assert b'<s v="[NAME]"/>' in pivot
    sheet = found["xl/worksheets/sheet2.xml"]
    assert b'location="\'NAME\'!A1" display="to [NAME]"' in sheet


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/theme/theme1.xml"])
def test_parts_without_text_stay_byte_for_byte(name: str) -> None:
    assert parts(redact(XLSX, build(), *NAMES))[name] == parts(build())[name]


@pytest.mark.slow
@settings(max_examples=5)
@given(st.lists(st.text(st.characters(categories=["L", "N", "P"]), max_size=20), max_size=5))
def test_without_names_the_cells_are_the_same(values: list[str]) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(values)
    content = save(workbook)

    written = redact(XLSX, content)

    assert texts(XLSX, written) == texts(XLSX, content)
    before, after = parts(content), parts(written)
    changed = {name for name, part in before.items() if after[name] != part}
    assert changed <= {"docProps/core.xml", "docProps/app.xml"}


def test_what_is_no_workbook_is_refused_in_one_line() -> None:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as written:
        written.writestr("a.xml", "<Quillfeather/>")

    with pytest.raises(SourceError, match=r"^expected an Excel workbook$"):
        XLSX.read(chunk_of(package.getvalue()))


def test_a_file_is_one_chunk() -> None:
    (chunk,) = XLSX.split(io.BytesIO(build()))

    assert (chunk.content, chunk.position) == (build(), len(build()))
