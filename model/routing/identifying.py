"""The identifier of languages that all taggers of a process share."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from nomen.model.reading import UNDETERMINED
from nomen.model.routing.paragraphs import Identifier
from nomen.model.text.scripts import LATIN, count_unsupported

_OF_SCRIPT = {"Han": "zh", "Greek": "el", "Hebrew": "he", "Thai": "th", "Hangul": "ko"}


class _ByScript(NamedTuple):
    language: str
    script: str


class _Scripts:
    def identify(self, texts: Sequence[str]) -> list[_ByScript]:
        found = []
        for text in texts:
            counts = count_unsupported([text], {LATIN})
            script = next(iter(counts), LATIN)
            found.append(_ByScript(_OF_SCRIPT.get(script, UNDETERMINED), script))
        return found


@cache
def open_identifier() -> Identifier:
    """Load the identifier, once in a process."""
    return _Scripts()
