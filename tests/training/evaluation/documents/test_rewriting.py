import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.documents.rewriting import WAYS, prose_pages, rewritten

OBRIEN = LabelledText("O'Brien & René Öz", ((0, 7), (10, 17)))


@pytest.mark.parametrize(
    ("way", "text", "names"),
    [
        ("lower", "o'brien & rené öz", ["o'brien", "rené öz"]),
        ("UPPER", "O'BRIEN & RENÉ ÖZ", ["O'BRIEN", "RENÉ ÖZ"]),
        ("without marks", "O'Brien & Rene Oz", ["O'Brien", "Rene Oz"]),
        ("NFD", "O'Brien & Rene\u0301 O\u0308z", ["O'Brien", "Rene\u0301 O\u0308z"]),
        (
            "HTML references",
            "O&#39;Brien &amp; Ren&#233; &#214;z",
            ["O&#39;Brien", "Ren&#233; &#214;z"],
        ),
    ],
)
def test_names_move_along(way: str, text: str, names: list[str]) -> None:
    found = rewritten(OBRIEN, WAYS[way])

    assert found.text == text
    assert [found.text[start:end] for start, end in found.names] == names


def test_composing_undoes_decomposing() -> None:
    assert rewritten(rewritten(OBRIEN, WAYS["NFD"]), WAYS["NFC"]) == OBRIEN


@given(
    before=st.text(max_size=8),
    name=st.text(min_size=1, max_size=8),
    after=st.text(max_size=8),
    way=st.sampled_from(sorted(set(WAYS) - {"without marks"})),
)
def test_any_text_keeps_its_name(before: str, name: str, after: str, way: str) -> None:
    labelled = LabelledText(before + name + after, ((len(before), len(before) + len(name)),))
    found = rewritten(labelled, WAYS[way])
    ((start, end),) = found.names

    whole = rewritten(LabelledText(name), WAYS[way])
    assert found.text[start:end] == whole.text


def test_a_name_of_marks_alone_is_lost_with_them() -> None:
    assert rewritten(LabelledText("a\u0301", ((1, 2),)), WAYS["without marks"]).names == ()


def test_prose_is_written_without_blanks_before_marks() -> None:
    sentence = LabelledSentence(("Ada", "Lo", ",", "then", "Bo", "."), ((0, 2), (4, 5)))
    (found,) = prose_pages([sentence], name="own/dev")

    assert found.labelled == LabelledText("Ada Lo, then Bo.", ((0, 6), (13, 15)))
    assert (found.document, found.genre) == ("own/dev/0", "own/dev")
