from itertools import accumulate
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nomen.model.documents import PreparedDocument, prepare_document
from nomen.model.long_documents.preparing import prepare_in_parts
from nomen.model.long_documents.sections import ScoredPart, Section, find_names_in_parts
from nomen.model.names.deciding import decide_names
from nomen.model.names.layout import Layout
from nomen.model.names.rules import NO_RULES, NameRules

WORDS = ("Ada ", "Lovelace ", "Ada\n", "met ", "the ", "<b>", "</b> ", ". ", "[NAME_1] ", "\n\n")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=400).map("".join)
RULES = NameRules(deny=("Lovelace met",), allow=("met Ada",), placeholders=(r"\[NAME_\d+\]",))


def scored(document: PreparedDocument) -> ScoredPart:
    """Score tokens by their form alone, so that parts and whole texts are scored alike."""
    is_name = np.isin(document.tokens, ["Ada", "Lovelace"])
    begins = np.isin(document.tokens, ["Ada"])
    name = np.where(is_name, 0.9, 0.1).astype(np.float32)
    begin = np.where(begins, 0.8, 0.0).astype(np.float32)
    return ScoredPart(document=document, name=name, begin=begin)


def sections_of(text: str, *, part: int, rules: NameRules) -> list[Section]:
    parts = map(scored, prepare_in_parts([text], part_characters=part))
    return list(find_names_in_parts(parts, threshold=0.5, rules=rules))


def names_of(sections: list[Section]) -> list[Any]:
    offsets = accumulate((len(each.text) for each in sections), initial=0)
    return [
        (offset + (name.start or 0), offset + (name.end or 0), name.probability)
        for each, offset in zip(sections, offsets, strict=False)
        for name in each.tagged.names
    ]


@pytest.mark.parametrize("rules", [NO_RULES, RULES], ids=["no rules", "lists"])
@settings(max_examples=40, deadline=None)
@given(text=TEXTS, part=st.integers(1, 900))
def test_sections_have_the_names_of_the_whole_text(text: str, part: int, rules: NameRules) -> None:
    whole = scored(prepare_document(text))
    sections = sections_of(text, part=part, rules=rules)
    document = whole.document
    assert document.starts is not None and document.ends is not None  # noqa: PT018  # for mypy
    layout = Layout(text, document.starts, document.ends, document.breaks)
    expected = [
        (int(layout.starts[first]), int(layout.ends[last]), probability)
        for (first, last), probability in (
            ((each.tokens[0], each.tokens[-1]), each.probability)
            for each in decide_names(
                document.tokens, layout, whole.name, whole.begin, threshold=0.5, rules=rules
            )
        )
    ]

    assert "".join(each.text for each in sections) == text
    assert names_of(sections) == expected


def test_offsets_and_tokens_count_from_the_start_of_a_section() -> None:
    sections = sections_of("Ada met the Lovelace . " * 400, part=500, rules=NO_RULES)

    assert len(sections) > 5
    for section in sections:
        tagged = section.tagged
        assert len(tagged.tokens) == len(tagged.name_probabilities)
        for name in tagged.names:
            assert section.text[name.start : name.end] == name.text
            assert tagged.tokens[name.first_token] == name.text.split()[0]


def test_a_name_longer_than_a_part_stays_whole() -> None:
    sections = sections_of("the " + "Lovelace " * 900 + "the " * 200, part=300, rules=NO_RULES)

    assert [(start, end) for start, end, _ in names_of(sections)] == [(4, 4 + 9 * 900 - 1)]
