"""The mistakes of a bundle in Markdown: by kind, and the commonest with their sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from nomen.training.evaluation.tables import TextTable, points
from nomen.training.reports.mistaken_names import (
    KINDS,
    CommonMistake,
    MistakenNames,
    commonest_mistakes,
)

NUM_SHOWN = 20
"""How many of the commonest mistakes a report shows."""

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")


def kinds_table(mistakes: Sequence[MistakenNames]) -> TextTable:
    """Give the number of mistakes of each kind, the commonest first."""
    counts = Counter(mistake.kind for mistake in mistakes)
    rows = [
        (kind, KINDS[kind], f"{count:,}", points(count / len(mistakes), digits=0))
        for kind, count in counts.most_common()
    ]
    headings = ("kind", "what happened", "number", "of 100")
    return TextTable(headings=headings, sections=[rows], num_text_columns=2)


def mistakes_lines(mistakes: Sequence[MistakenNames]) -> Iterator[str]:
    """Give the commonest mistakes by kind as Markdown, each with its first sentence."""
    kind = None
    for common in commonest_mistakes(mistakes, NUM_SHOWN):
        if common.first.kind != kind:
            kind = common.first.kind
            yield from ("", f"*{kind[:1].upper()}{kind[1:]}*", "")
        yield f"- {_line(common)}"


def _line(common: CommonMistake) -> str:
    before, own, after = map(escaped, common.first.excerpt())
    _, expected, found = map(escaped, common.first.words)
    sentence = " ".join(part for part in (before, f"**{own}**", after) if part)
    times = f"{common.number} times: " if common.number > 1 else ""
    told = f" (is {expected}; found {found})" if expected and found else ""
    return f"{times}{sentence}{told}"


def escaped(text: str) -> str:
    """Give a text as Markdown that shows it as it is; control characters are replaced."""
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
    return _MARKUP.sub(r"\\\1", plain)
