"""Prints the tables of text that commands show."""

import sys

from rich.console import Console
from rich.table import Table

from nomen.training.evaluation.tables import TextTable

PLAIN_WIDTH = 120
"""Characters of a line where standard output is no terminal."""


def print_table(table: TextTable) -> None:
    """Print a table, its sections apart, as wide as the terminal."""
    shown = Table(title=table.title or None)
    for i, heading in enumerate(table.headings):
        shown.add_column(heading, justify="left" if table.is_text(i) else "right")
    for rows in table.sections:
        for row in rows:
            shown.add_row(*row)
        shown.add_section()
    Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH).print(shown)
