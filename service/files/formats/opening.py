"""Makes the format of a file from its name and the caller's options."""

from collections.abc import Callable
from dataclasses import dataclass

from nomen.service.files.formats.choosing import Choice, FormatName, choose
from nomen.service.files.formats.conll import Conll
from nomen.service.files.formats.delimited import Delimited
from nomen.service.files.formats.format import Format
from nomen.service.files.formats.html import Html
from nomen.service.files.formats.json_array import JsonArray
from nomen.service.files.formats.json_lines import JsonLines
from nomen.service.files.formats.mail.mailbox import Eml, Mbox
from nomen.service.files.formats.office.excel import ExcelReading
from nomen.service.files.formats.office.office_file import OfficeFile
from nomen.service.files.formats.office.pdf import Pdf
from nomen.service.files.formats.office.word import WordReading
from nomen.service.files.formats.parquet import Parquet
from nomen.service.files.formats.text import PlainText, TextLines
from nomen.service.files.sources import SourceError

JSON: tuple[FormatName, ...] = ("jsonl", "json")
TABLES: tuple[FormatName, ...] = ("csv", "tsv", "parquet")
MAIL: tuple[FormatName, ...] = ("eml", "mbox")
TEXTS: tuple[FormatName, ...] = ("text", "markdown", "html")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatOptions:
    """What the caller says about the formats of files; None, False or () where nothing.

    Attributes:
        format: The format of all files, instead of the one that each ending means.
        encoding: The encoding of all files.
        text_fields: The members of a JSON record that are texts, nested by dots.
        columns: The columns of a table that are texts: headers, or numbers from 1.
        lines: Whether each line of a text is a document.
        keep_attachments: Whether redacted mail keeps its attachments.
    """

    format: str | None = None
    encoding: str | None = None
    text_fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lines: bool = False
    keep_attachments: bool = False

    def choose(self, file_name: str) -> Choice | None:
        """Choose the format of a file; None where its ending names none."""
        return choose(file_name, asked=self.format)

    def refuse_meaningless(self, choices: set[FormatName]) -> None:
        """Refuse options that mean nothing for any of the formats.

        Raises:
            SourceError: When there is one.
        """
        for option, value, known in (
            ("--text-field", self.text_fields, JSON),
            ("--column", self.columns, TABLES),
            ("--lines", self.lines, TEXTS),
            ("--keep-attachments", self.keep_attachments, MAIL),
        ):
            if value and not choices.intersection(known):
                raise SourceError(f"{option}: expected only with {', '.join(known)}")


def make_format(choice: Choice, options: FormatOptions) -> Format:
    """Make the format of a file."""
    return MAKERS[choice.name](options)


def _make_text(options: FormatOptions) -> Format:
    return TextLines() if options.lines else PlainText()


def _make_markup(options: FormatOptions) -> Format:
    return TextLines() if options.lines else Html()


MAKERS: dict[FormatName, Callable[[FormatOptions], Format]] = {
    "text": _make_text,
    "markdown": _make_markup,
    "html": _make_markup,
    "jsonl": lambda options: JsonLines(fields=options.text_fields),
    "json": lambda options: JsonArray(fields=options.text_fields),
    "csv": lambda options: Delimited(columns=options.columns),
    "tsv": lambda options: Delimited(columns=options.columns, delimiter=b"\t"),
    "parquet": lambda options: Parquet(columns=options.columns),
    "conll": lambda _: Conll(),
    "eml": lambda options: Eml(keep_attachments=options.keep_attachments),
    "mbox": lambda options: Mbox(keep_attachments=options.keep_attachments),
    "docx": lambda _: OfficeFile(WordReading),
    "xlsx": lambda _: OfficeFile(ExcelReading),
    "pdf": lambda _: Pdf(),
}
"""Makes each format with the caller's options."""
