"""Prints results: tables and colours for a person, JSON for a program."""

import sys
from collections.abc import Collection

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nomen.model.tagged_documents import TaggedDocument
from nomen.service.documents.answers import dump_json, to_json
from nomen.service.documents.schemas import AnswerField
from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.files.answers.tagging import FIELDS
from nomen.service.files.columns import Judgement

NAME_STYLE = "bold magenta"

_PICTURES = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
"""A visible character for each control character.

*Source:* ECMA-48, section 5; Unicode, chart of control pictures (U+2400).
"""


def visible(text: str) -> str:
    """Show control characters, which a terminal would obey, as one visible character each."""
    return text.translate(_PICTURES)


def visible_bytes(content: bytes) -> bytes:
    """Show the control characters of bytes that go to a terminal."""
    return visible(content.decode(errors="replace").replace("\r\n", "\n")).encode()


def tell(message: str) -> None:
    """Tell a person something beside the output."""
    sys.stderr.write(f"nomen: {visible(message)}\n")
    sys.stderr.flush()


def print_text(text: str) -> None:
    """Print a redacted text."""
    sys.stdout.write(f"{visible(text) if sys.stdout.isatty() else text}\n")
    sys.stdout.flush()


def print_tagged(
    tagged: TaggedDocument, *, text: str, as_json: bool, fields: Collection[AnswerField] = FIELDS
) -> None:
    """Print a tagged text with its names in colour and in a table, or as JSON.

    Args:
        tagged: The tagged text.
        text: The text.
        as_json: Whether a person gets JSON, too.
        fields: The fields of the JSON answer.
    """
    if as_json or not sys.stdout.isatty():
        _print_json(dump_json(to_json(tagged, document=text, fields=fields)))
        return
    shown = Text(visible(text))
    table = Table("name", "start", "end", "probability", header_style="bold")
    for name in tagged.names:
        shown.stylize(NAME_STYLE, name.start or 0, name.end)
        table.add_row(
            Text(visible(name.text)),
            str(name.start),
            str(name.end),
            "" if name.probability is None else f"{name.probability:.3f}",
        )
    console = Console()
    console.print(shown)
    console.print(table if tagged.names else "no names")


def print_columns(judgement: Judgement, *, as_json: bool) -> None:
    """Print which columns of a table hold names, as a table or as JSON."""
    if as_json or not sys.stdout.isatty():
        _print_json(dump_json(judgement.to_json()))
        return
    table = Table("column", "with a name", "probability", "filled cells", header_style="bold")
    has_examples = any(column.examples is not None for column in judgement.columns)
    if has_examples:
        table.add_column("examples")
    for column in judgement.columns:
        cells = [f"{column.share:.1%}", f"{column.probability:.3f}", str(column.num_filled)]
        shown = Text(visible(" | ".join(column.examples or [])))
        table.add_row(Text(visible(column.name)), *cells, *([shown] if has_examples else []))
    console = Console()
    console.print(table)
    console.print(f"{judgement.num_drawn} of {judgement.num_rows} rows")
    if judgement.others:
        console.print(Text(visible(f"no text: {', '.join(judgement.others)}")))


def print_model(answer: ModelAnswer, *, as_json: bool) -> None:
    """Print the facts about a bundle as a table or as JSON."""
    if as_json or not sys.stdout.isatty():
        _print_json(answer.model_dump_json().encode())
        return
    table = Table(show_header=False)
    facts = answer.model_dump(exclude={"corpora", "metrics", "limits", "presets"})
    for field, value in (facts | answer.presets | answer.metrics).items():
        table.add_row(field, Text(str(value)))
    for corpus in answer.corpora:
        table.add_row("corpus", Text(f"{corpus.name} ({corpus.licence}, {corpus.licence_class})"))
    Console().print(table)


def _print_json(line: bytes) -> None:
    content = line + b"\n"
    sys.stdout.buffer.write(visible_bytes(content) if sys.stdout.isatty() else content)
    sys.stdout.flush()
