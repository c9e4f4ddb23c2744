"""Runs of tokens in a script that another bundle reads better than that of their passage.

A bundle finds names in the scripts that it learned. A bundle that reads characters has seen words
of letters, too, but finds few names in them.
"""

import re
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from nomen.model.languages.letters import without_addresses
from nomen.model.reading import Passage, Reader
from nomen.model.text.scripts import LATIN, count_unsupported, script_of

HAN = "Han"
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{2}")


class Run(NamedTuple):
    """Neighbouring tokens in one script; those without letters belong to it between two others.

    Attributes:
        first_token: The index of its first token.
        stop_token: The index after its last token.
        script: By its Unicode name.
    """

    first_token: int
    stop_token: int
    script: str


def better_readers(
    text: str, *, reader: int, script: str, readers: Sequence[Reader]
) -> dict[str, int]:
    """Give the bundle that is to read each script of a passage which its own reads worse.

    Args:
        text: The text of the passage.
        reader: The bundle that reads it.
        script: The script of most of it.
        readers: All bundles.

    Returns:
        The index of the first bundle for a script, by the script; empty for nearly all texts.
    """
    if text.isascii():
        return {}
    found: dict[str, int] = {}
    for other in count_unsupported([text], readers[reader].scripts):
        able = [i for i, each in enumerate(readers) if other in each.scripts]
        found |= {other: able[0]} if able else {}
    if script == HAN and HAN in readers[reader].scripts and _LATIN_WORD.search(text):
        able = [i for i, each in enumerate(readers) if HAN not in each.scripts]
        found |= {LATIN: able[0]} if able else {}
    return found


def runs_of(tokens: Sequence[str], scripts: Collection[str], *, first: int, stop: int) -> list[Run]:
    """Give the runs of a passage's tokens in some scripts, in their order.

    Args:
        tokens: The tokens of the document.
        scripts: The scripts to look for.
        first: The index of the passage's first token.
        stop: The index after its last token.
    """
    placed = ((place, _script(tokens[place])) for place in range(first, stop))
    with_letters = [each for each in placed if each[1]]
    runs = []
    for script, group in groupby(with_letters, key=itemgetter(1)):
        if script in scripts:
            places = [place for place, _ in group]
            runs.append(Run(places[0], places[-1] + 1, script))
    return runs


def cut_at(whole: Passage, runs: Sequence[Passage]) -> list[Passage]:
    """Give the runs of a passage as passages, and what lies between them.

    Together they hold all tokens of the whole one.
    """
    marks = [(whole.first_token, whole.start, whole)]
    for run in runs:
        marks += [(run.first_token, run.start, run), (run.stop_token, run.stop, whole)]
    marks.append((whole.stop_token, whole.stop, whole))
    return [
        passage._replace(first_token=first, stop_token=stop, start=start, stop=end)
        for (first, start, passage), (stop, end, _) in pairwise(marks)
        if first < stop
    ]


def _script(token: str) -> str:
    """Give the script of a token's first letter; empty for tags, addresses and without letters."""
    if without_addresses(token) is not token:
        return ""
    letter = next(filter(str.isalpha, token), None)
    return "" if letter is None else script_of(letter)
