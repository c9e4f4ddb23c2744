"""Puts names back into texts: into one, into its lines, and into the strings of JSON."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from nomen.model.redaction.restoring import Original, Pair, find_originals, restore
from nomen.service.files.answers.redaction_map import MappedDocument
from nomen.service.files.formats.office.sheets import without_forbidden

BETWEEN = "\0"
"""What stands between texts that are searched together: no replacement goes through it."""


def restore_text(text: str, documents: Sequence[MappedDocument], *, is_json: bool) -> str:
    """Restore a text line by line if its lines still are the documents of the map, else whole.

    Args:
        text: The text; of JSON, its source.
        documents: What the map says.
        is_json: Whether names are written as they stand in strings of JSON.

    Raises:
        RestoreError: When the names cannot be put back.
    """
    by_line: dict[int, list[Pair]] = defaultdict(list)
    for document in documents:
        line = document.place.get("line")
        own = _in_json(document) if is_json else pairs_of(document)
        by_line[line if isinstance(line, int) else 0] += own
    lines = text.split("\n")
    if len(documents) > 1 and all(_holds(lines, line, by_line[line]) for line in by_line):
        return "\n".join(restore(line, by_line[n]) for n, line in enumerate(lines, 1))
    pairs = [pair for own in by_line.values() for pair in own]
    return restore(text, pairs if len(documents) == 1 else map(_without_place, pairs))


def originals_of_all(
    texts: Sequence[str], documents: Sequence[MappedDocument]
) -> list[list[Original]]:
    """Find the names of several texts as if they were one; errors as for `restore_text`.

    Args:
        texts: The texts.
        documents: What the map says, in any order of its own.
    """
    starts = list(accumulate((len(text) + len(BETWEEN) for text in texts), initial=0))
    pairs = [_without_place(pair) for document in documents for pair in pairs_of(document)]
    found: list[list[Original]] = [[] for _ in texts]
    for start, end, name in find_originals(BETWEEN.join(texts), pairs):
        index = bisect_right(starts, start) - 1
        found[index].append(Original(start - starts[index], end - starts[index], name))
    return found


def pairs_of(document: MappedDocument) -> list[Pair]:
    """Give the pairs of a document with their places."""
    held = frozenset(document.stood_before)
    return [
        Pair(replacement, original, start, replacement in held)
        for replacement, original, start in document.pairs
    ]


def as_in_sheets(text: str, pairs: Sequence[Pair]) -> list[Pair]:
    """Give pairs as they stand in a workbook, where names of sheets lose some signs.

    Args:
        text: The text of the workbook.
        pairs: Its pairs with their places, in the order of the text.
    """
    settled, move = [], 0
    for pair in pairs:
        start = (pair.redacted_start or 0) + move
        short = without_forbidden(pair.replacement)
        if short and not text.startswith(pair.replacement, start) and text.startswith(short, start):
            move += len(short) - len(pair.replacement)
            settled.append(pair._replace(replacement=short, redacted_start=start))
        else:
            settled.append(pair._replace(redacted_start=start))
    return settled


def _holds(lines: Sequence[str], number: int, pairs: Sequence[Pair]) -> bool:
    """Tell whether a line holds every replacement of its documents."""
    if not 1 <= number <= len(lines):
        return False
    return all(pair.replacement in lines[number - 1] for pair in pairs)


def _in_json(document: MappedDocument) -> Iterator[Pair]:
    """Give the pairs as they stand in strings of JSON, where their places are not known."""
    for pair in pairs_of(document):
        replacement, original = (
            json.dumps(text, ensure_ascii=False)[1:-1] for text in (pair.replacement, pair.original)
        )
        yield Pair(replacement, original, None, pair.stood_before)


def _without_place(pair: Pair) -> Pair:
    return pair._replace(redacted_start=None)
