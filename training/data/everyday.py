"""Everyday sentences of many languages with the names that they hold, to measure with."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText

_NAME = re.compile(r"\[([^][]+)\]")


@cache
def everyday_texts() -> Mapping[str, list[LabelledText]]:
    """Read the sentences that come with Nomen, by language as a primary tag of BCP 47."""
    path = Path(__file__).with_suffix(".toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    sentences = TypeAdapter(dict[str, list[str]]).validate_python(table)
    return {language: list(map(_marked, found)) for language, found in sentences.items()}


def _marked(sentence: str) -> LabelledText:
    """Read a sentence whose names stand in brackets."""
    names: list[Span] = []
    for i, found in enumerate(_NAME.finditer(sentence)):
        start = found.start() - 2 * i  # without the brackets before it
        names.append((start, start + len(found[1])))
    return LabelledText(_NAME.sub(r"\1", sentence), tuple(names))
