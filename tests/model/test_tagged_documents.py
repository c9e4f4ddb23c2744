from itertools import pairwise
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.documents import Document, join_windows, prepare_document
from nomen.model.names.consistency import Evidence
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.tagged_documents import TaggedDocument, finish_document
from nomen.model.windows import WindowProbabilities


def tagged(
    document: Document, likely: dict[str, float], rules: NameRules = NO_RULES
) -> TaggedDocument:
    """Finish a document whose listed tokens have these probabilities, all others 0."""
    prepared = prepare_document(document)
    outputs = []
    for window in prepared.windows:
        name = np.array([likely.get(token, 0) for token in window.tokens], dtype=np.float32)
        outputs.append(WindowProbabilities(name, np.zeros_like(name)))
    return finish_document(prepared, outputs, threshold=0.5, rules=rules)


LIKELY = {"Ada": 1.0, "Quillon": 0.95, "QUILLON": 0.25, "Bo": 0.5}


def test_the_rules_of_a_caller_decide_the_names_of_a_text() -> None:
    rules = NameRules(consistent=True, allow=("bo",), deny=("Zed",), fold_case=True)
    found = tagged("Ada Quillon met Bo and Zed. QUILLON left.", LIKELY, rules).names
    assert [(name.start, name.end, name.text) for name in found] == [
        (0, 11, "Ada Quillon"),
        (23, 26, "Zed"),
        (28, 35, "QUILLON"),
    ]
    assert [name.probability is None for name in found] == [False, True, False]


def test_the_rules_of_a_caller_decide_the_names_of_a_token_list() -> None:
    rules = NameRules(consistent=True, allow=("Bo",), deny=("Zed",))
    found = tagged(["Ada", "Quillon", "met", "Bo", "Zed", "QUILLON"], LIKELY, rules).names
    assert [(name.start, name.end, name.text) for name in found] == [
        (None, None, "Ada Quillon"),
        (None, None, "Zed"),
        (None, None, "QUILLON"),
    ]


def test_consistent_probabilities_are_answered_and_lists_change_none() -> None:
    text = "Ada Quillon met QUILLON"
    plain = tagged(text, LIKELY).name_probabilities
    listed = tagged(text, LIKELY, NameRules(allow=("Ada",), deny=("met",))).name_probabilities
    raised = tagged(text, LIKELY, NameRules(consistent=True)).name_probabilities
    assert listed.tolist() == plain.tolist()
    assert raised[:3].tolist() == plain[:3].tolist()
    assert raised[3] > plain[3]


def test_without_rules_the_probabilities_of_the_windows_are_the_answer() -> None:
    prepared = prepare_document("Ada Quillon met QUILLON")
    name = np.array([1, 0.75, 0, 0.25], dtype=np.float32)
    output = WindowProbabilities(name, np.zeros_like(name))
    found = finish_document(prepared, [output], threshold=0.5)
    assert found.name_probabilities.tobytes() == name.tobytes()
    assert [(name.start, name.end, name.probability) for name in found.names] == [(0, 11, 0.75)]


def test_a_part_is_finished_with_the_evidence_of_all_parts() -> None:
    whole = Evidence()
    parts = [prepare_document(text) for text in ("Ada Quillon left.", "QUILLON left.")]
    outputs = [
        [WindowProbabilities(np.array(row, dtype=np.float32), np.zeros(len(row), np.float32))]
        for row in ([0.9, 0.9, 0, 0], [0.25, 0, 0])
    ]
    for part, output in zip(parts, outputs, strict=True):
        whole.add(part.tokens, *join_windows(part, output))
    rules = NameRules(consistent=True)
    found = [
        finish_document(parts[1], outputs[1], threshold=0.5, rules=rules, evidence=evidence).names
        for evidence in (None, whole)
    ]
    assert [[name.text for name in names] for names in found] == [[], ["QUILLON"]]


_pieces = st.sampled_from(
    [
        "Ada",
        "QUILLON",
        "Quillon",
        "Zo\u00eb",
        "<b>",
        "</b>",
        " ",
        "\n",
        "[NAME_1]",
        "may",
        "\U0001f600",
        ",",
    ]
)
_lists = st.lists(st.sampled_from(["Ada Quillon", "quillon", "may,", "NAME_1"]), max_size=2)


@given(st.lists(_pieces, max_size=20).map("".join), _lists, _lists, st.randoms())
def test_names_have_exact_offsets_whatever_the_rules(
    text: str, allow: list[str], deny: list[str], random: Random
) -> None:
    prepared = prepare_document(text)
    outputs = []
    for window in prepared.windows:
        name = np.array([random.random() for _ in window.tokens], dtype=np.float32)
        outputs.append(WindowProbabilities(name, name * np.float32(random.random())))
    rules = NameRules(
        consistent=True,
        allow=tuple(allow),
        deny=tuple(deny),
        fold_case=True,
        placeholders=(r"\[NAME_\d\]",),
    )
    found = finish_document(prepared, outputs, threshold=0.5, rules=rules).names
    spans = [(name.start or 0, name.end or 0) for name in found]
    assert [text[start:end] for start, end in spans] == [name.text for name in found]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert not any("<b>" in name.text or "[NAME_1]" in name.text for name in found)
