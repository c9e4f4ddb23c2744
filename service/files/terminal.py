"""Prints results: tables and colours for a person, JSON for a program."""

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from nomen.model.documents import TaggedDocument
from nomen.service.documents.answers import dump_json, to_json
from nomen.service.engine.model_facts import ModelAnswer

NAME_STYLE = "bold magenta"


def print_tagged(tagged: TaggedDocument, *, text: str, as_json: bool) -> None:
    """Print a tagged text with its names in colour and in a table, or as JSON."""
    if as_json or not sys.stdout.isatty():
        _print_json(dump_json(to_json(tagged, document=text)))
        return
    shown = Text(text)
    table = Table("name", "start", "end", "probability", header_style="bold")
    for name in tagged.names:
        shown.stylize(NAME_STYLE, name.start or 0, name.end)
        table.add_row(
            Text(name.text),
            str(name.start),
            str(name.end),
            "" if name.probability is None else f"{name.probability:.3f}",
        )
    console = Console()
    console.print(shown)
    console.print(table if tagged.names else "no names")


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
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.flush()
