import io
import re
from collections.abc import Callable, Iterable

import docx
import openpyxl
import pytest

from nomen.model.redaction.operators import Number, Operator, Replace
from nomen.model.redaction.redaction import Redactor
from nomen.model.tagged_documents import Name
from nomen.service.files.answers.records import Work
from nomen.service.files.answers.redacting import MapLines, redact_all
from nomen.service.files.answers.redaction_map import MappedDocument
from nomen.service.files.formats.choosing import choose
from nomen.service.files.formats.envelope import Envelope
from nomen.service.files.formats.format import Record, Rejected
from nomen.service.files.formats.opening import FormatOptions, make_format
from nomen.service.files.restored_files import restore_file_of

NAMES = ['Robert "Bob" Stone', "Lee, Ann", "Ann Lee", "Zoë Finch", "O'Brien, Bob", "Ann", "Bob"]
TABLE = b"""name,age,note
"Robert ""Bob"" Stone",5,to Bob
"Lee, Ann",6,"Ann Lee
left"
Ann,7,
"""
MAIL = b"""From: "Lee, Ann" <lee@x.org>
To: Bob <bob@x.org>
Received: from host (Ann Lee)
Subject: Bob
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Hi Bob,
Zo=C3=AB Finch met Ann Lee and Ann.
"""
MAILBOX = b"From a\n" + MAIL + b"\nFrom b\n" + MAIL.replace(b"Ann", b"Bob") + b"\n"
PAGE = b"""<p title='O&#39;Brien, Bob'>Bob &amp; Ann Lee</p>"""


def names_of(entry: Record | Rejected) -> list[Name]:
    """Find all `NAMES` in a text."""
    assert isinstance(entry, Record)
    found = re.finditer("|".join(map(re.escape, NAMES)), str(entry.document))
    return [
        Name(
            text=each[0],
            start=each.start(),
            end=each.end(),
            first_token=0,
            last_token=0,
            probability=0.9,
        )
        for each in found
    ]


def redacted(
    name: str, content: bytes, operator: Operator, columns: Iterable[str] = ()
) -> tuple[bytes, list[MappedDocument]]:
    """Redact a file of one chunk as `nomen redact --map` does."""
    choice = choose(name)
    assert choice is not None
    options = FormatOptions(columns=tuple(columns), keep_attachments=True)
    form = make_format(choice, options)
    (chunk,) = form.split(io.BytesIO(content))
    work = Work(
        output=0,
        input=0,
        label=name,
        format=form,
        envelope=Envelope(),
        chunk=chunk,
        is_first=True,
        position=0,
    )
    entries = form.read(chunk)
    documents = redact_all(Redactor(operator), entries, [names_of(each) for each in entries])
    lines = MapLines(with_file=False).write(work, entries, documents).splitlines()
    return form.rewrite(chunk, documents), [MappedDocument.model_validate_json(x) for x in lines]


def restored(name: str, content: bytes, documents: list[MappedDocument]) -> bytes:
    choice = choose(name)
    assert choice is not None
    return restore_file_of(choice, content, documents)


@pytest.mark.parametrize("operator", [Number(), Replace()])
@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [
        ("a.csv", TABLE, ["name", "note"]),
        ("a.csv", TABLE, ["3", "1"]),
        ("a.tsv", TABLE.replace(b",", b"\t"), ["name", "note"]),
        ("a.eml", MAIL, []),
        ("a.eml", MAIL.replace(b"\n", b"\r\n"), []),
        ("a.mbox", MAILBOX, []),
        ("a.html", PAGE, []),
    ],
)
def test_a_file_is_restored_byte_for_byte(
    name: str, content: bytes, columns: list[str], operator: Operator
) -> None:
    written, documents = redacted(name, content, operator, columns)

    assert not re.search(rb"Ann|Bob|Zo\xc3", written)
    assert restored(name, written, documents) == content


def test_a_table_with_other_rows_is_searched_as_a_whole() -> None:
    _, documents = redacted("a.csv", TABLE, Number(scope="batch"), ["name"])
    answer = b'who;said\nnobody;"[NAME_1] and ""[NAME_2]"""\n'

    assert restored("a.csv", answer, documents) == (
        b'who;said\nnobody;"Robert ""Bob"" Stone and ""Lee, Ann"""\n'
    )


def test_a_rejected_row_stays_as_it_is() -> None:
    written, documents = redacted("a.csv", TABLE, Replace(), ["name"])

    assert restored("a.csv", written + b'\xff,8,\n"', documents) == TABLE + b'\xff,8,\n"'


def test_a_changed_message_gets_its_headers_back_too() -> None:
    written, documents = redacted("a.eml", MAIL, Number())
    answer = written.partition(b"\n\n")[0] + b"\n\nThank you, [NAME_1].\n"

    found = restored("a.eml", answer, documents)

    assert found.startswith(b"From: Ann Lee <lee@x.org>\nTo: Bob <bob@x.org>\n")
    assert b"\nReceived: from host (Ann Lee)\n" in found
    assert found.endswith(b"\n\nThank you, Ann Lee.\n")


def test_the_file_name_of_an_attachment_comes_back() -> None:
    content = (
        MAIL.replace(b"text/plain; charset=utf-8\n", b"multipart/mixed; boundary=x\n").replace(
            b"Content-Transfer-Encoding: quoted-printable\n", b""
        )
        + b"\n--x\nContent-Type: image/png\nX-By: ann\n"
        + b'Content-Disposition: attachment; filename="by Ann Lee.png"\n\nx\n--x--\n'
    )
    written, documents = redacted("a.eml", content, Replace())

    assert b"X-By: [NAME]\n" in written
    assert restored("a.eml", written, documents) == content


def save(write: Callable[[io.BytesIO], object]) -> bytes:
    file = io.BytesIO()
    write(file)
    return file.getvalue()


def test_a_word_document_gets_its_names_into_the_runs_where_they_began() -> None:
    document = docx.Document()
    document.core_properties.title = "By Ann Lee"
    paragraph = document.add_paragraph("Dear Robert ")
    paragraph.add_run('"Bob" Stone').bold = True
    paragraph.add_run(" and Ann")
    written, documents = redacted("a.docx", save(document.save), Replace())
    opened = docx.Document(io.BytesIO(written))
    opened.core_properties.title = "new"

    found = docx.Document(io.BytesIO(restored("a.docx", save(opened.save), documents)))

    assert [run.text for run in found.paragraphs[0].runs] == [
        'Dear Robert "Bob" Stone',
        "",
        " and Ann",
    ]
    assert found.core_properties.title == "new"


@pytest.mark.parametrize("operator", [Number(), Replace()])
def test_a_workbook_gets_its_names_back(operator: Operator) -> None:
    book = openpyxl.Workbook()
    book.active.title = "by Ann Lee"
    rows = [("name", "note"), ("Lee, Ann", "Bob"), ("Bob", "='by Ann Lee'!B2")]
    for row in rows:
        book.active.append(row)
    written, documents = redacted("a.xlsx", save(book.save), operator)
    assert openpyxl.load_workbook(io.BytesIO(written)).sheetnames[0].startswith("by NAME")

    found = openpyxl.load_workbook(io.BytesIO(restored("a.xlsx", written, documents)))

    assert list(found["by Ann Lee"].values) == rows
