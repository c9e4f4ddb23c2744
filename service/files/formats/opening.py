"""Makes the format of a file from its name and the caller's options."""

from dataclasses import dataclass

from nomen.service.files.formats.choosing import Choice, FormatName, choose
from nomen.service.files.formats.conll import Conll
from nomen.service.files.formats.delimited import Delimited
from nomen.service.files.formats.format import Format
from nomen.service.files.formats.json_array import JsonArray
from nomen.service.files.formats.json_lines import JsonLines
from nomen.service.files.formats.text import PlainText, TextLines
from nomen.service.files.sources import SourceError

JSON: tuple[FormatName, ...] = ("jsonl", "json")
TABLES: tuple[FormatName, ...] = ("csv", "tsv", "parquet", "xlsx")
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
    """

    format: str | None = None
    encoding: str | None = None
    text_fields: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    lines: bool = False

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
        ):
            if value and not choices.intersection(known):
                raise SourceError(f"{option}: expected only with {', '.join(known)}")


def make_format(choice: Choice, options: FormatOptions) -> Format:
    """Make the format of a file.

    Raises:
        SourceError: When Nomen cannot read it.
    """
    match choice.name:
        case "text" | "markdown" | "html":
            return TextLines() if options.lines else PlainText()
        case "jsonl":
            return JsonLines(fields=options.text_fields)
        case "json":
            return JsonArray(fields=options.text_fields)
        case "csv":
            return Delimited(columns=options.columns)
        case "tsv":
            return Delimited(columns=options.columns, delimiter=b"\t")
        case "conll":
            return Conll()
        case _:
            raise SourceError(f"{choice.name}: this format cannot be read yet")
