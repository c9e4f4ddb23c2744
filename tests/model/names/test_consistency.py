import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.names.consistency import SURE, Evidence, fold, may_raise


def raised(*tokens: tuple[str, float]) -> list[tuple[str, float]]:
    """Give the tokens whose probability rises, with the new one, rounded."""
    words = [token for token, _ in tokens]
    name = np.array([probability for _, probability in tokens], dtype=np.float32)
    begin = np.zeros_like(name)
    new, _ = Evidence.of(words, name, begin).raised(words, name, begin)
    return [
        (word, round(float(after), 2))
        for word, before, after in zip(words, name, new, strict=True)
        if after != before
    ]


def test_a_sure_mention_raises_another() -> None:
    assert raised(("Quillon", 0.99), ("ran", 0.0), ("Quillon", 0.2)) == [("Quillon", 0.74)]


def test_nothing_is_sure_and_nothing_rises() -> None:
    assert raised(("Quillon", 0.59), ("Quillon", 0.2)) == []


def test_casing_and_marks_do_not_matter() -> None:
    assert fold("ZO\u00cb") == fold("Zoe\u0308") == "zoe"
    assert [token for token, _ in raised(("Zo\u00eb", 0.99), ("ZOE", 0.2))] == ["ZOE"]
    assert [token for token, _ in raised(("Kışıl", 0.99), ("KIŞIL", 0.2))] == ["KIŞIL"]
    assert fold("DİLEK") == fold("dilek") == "dilek"


def test_signs_and_unlikely_tokens_stay() -> None:
    assert raised((",", 0.9), (",", 0.3), ("Quillon", 0.9), ("Quillon", 0.01)) == []


def test_a_neighbour_of_the_same_whole_name_raises_more() -> None:
    sure = (("Ada", 0.99), ("Quillon", 0.99), ("saw", 0.0))
    alone = raised(*sure, ("Bo", 0.01), ("Quillon", 0.1), ("run", 0.0))
    whole = raised(*sure, ("Ada", 0.01), ("Quillon", 0.1), ("run", 0.0))
    assert dict(alone)["Quillon"] < dict(whole)["Quillon"]


@pytest.mark.parametrize(
    "tokens",
    [
        [("Will", 0.95), ("ran", 0.0), ("Will", 0.2)],
        [("Aunt", 0.95), ("ran", 0.0), ("Aunt", 0.95), (".", 0.0), ("Aunt", 0.2)],
        [("Q.", 0.95), ("ran", 0.0), ("Q.", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("the", 0.0), ("Quillon", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("Quillon", 0.2), ("Trust", 0.0)],
        [("Q", 0.95), (",", 0.7), ("Will", 0.95), ("ran", 0.0), (",", 0.0), ("Will", 0.2)],
        [("Quillon", 0.95), ("&", 0.0), ("Quillon", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("in", 0.0), ("Quillon", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("quillon", 0.2)],
    ],
    ids=[
        "common word",
        "title",
        "initial",
        "after the",
        "in another name",
        "after a sign",
        "firm",
        "place",
        "lower case",
    ],
)
def test_weak_evidence_raises_nothing(tokens: list[tuple[str, float]]) -> None:
    assert raised(*tokens) == []


@pytest.mark.parametrize(
    "tokens",
    [
        [("Will", 0.95), ("ran", 0.0), ("Will", 0.95), (".", 0.0), ("Will", 0.2)],
        [("Will", 0.95), ("Quillon", 0.95), ("ran", 0.0), ("Will", 0.2), ("Quillon", 0.7)],
        [("Ada", 0.95), ("Q.", 0.95), ("ran", 0.0), ("Ada", 0.7), ("Q.", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("QUILLON", 0.2), ("LEAVES", 0.0)],
        [("Ada", 0.99), ("Quillon", 0.99), ("saw", 0.0), ("ada", 0.2), ("quillon", 0.7)],
    ],
    ids=["sure twice", "the same whole name", "its initial", "a heading", "lower case"],
)
def test_stronger_evidence_raises(tokens: list[tuple[str, float]]) -> None:
    assert len(raised(*tokens)) == 1


@pytest.mark.parametrize(("sure", "plural"), [("Quillon", "Quillons"), ("Pellish", "Pellishes")])
def test_a_sure_name_raises_its_family(sure: str, plural: str) -> None:
    tokens = [("Ada", 0.95), (sure, 0.95), ("ran", 0.0), ("the", 0.0), (plural, 0.2), ("ran", 0.0)]
    assert [token for token, _ in raised(*tokens)] == [plural]


@pytest.mark.parametrize(
    "tokens",
    [
        [("Mark", 0.95), ("ran", 0.0), ("the", 0.0), ("Marks", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("the", 0.0), ("Quillons", 0.2), ("Trust", 0.0)],
        [("Quillon", 0.95), ("ran", 0.0), ("the", 0.0), ("quillons", 0.2)],
        [("Quillon", 0.95), ("ran", 0.0), ("Quillons", 0.2)],
    ],
    ids=["common word", "firm", "lower case", "no article"],
)
def test_other_plurals_stay(tokens: list[tuple[str, float]]) -> None:
    assert raised(*tokens) == []


_token = st.tuples(
    st.sampled_from(["Ada", "ADA", "ada", "Quill", "-", "May", "the"]), st.floats(0, 1, width=32)
)


@given(st.lists(st.tuples(_token, st.floats(0, 1, width=32)), max_size=30))
def test_no_probability_becomes_lower(rows: list[tuple[tuple[str, float], float]]) -> None:
    tokens = [token for (token, _), _ in rows]
    name = np.array([probability for (_, probability), _ in rows], dtype=np.float32)
    begin = name * np.array([share for _, share in rows], dtype=np.float32)
    new = Evidence.of(tokens, name, begin).raised(tokens, name, begin)
    assert (new.name >= name).all()
    assert (new.begin >= begin).all()
    assert (new.begin <= new.name * (1 + 1e-6)).all()
    assert (new.name[name >= SURE] == name[name >= SURE]).all()


@given(st.lists(_token, min_size=1, max_size=30), st.integers(0, 30))
def test_parts_say_the_same_as_the_whole(rows: list[tuple[str, float]], cut: int) -> None:
    tokens = [token for token, _ in rows]
    name = np.array([probability for _, probability in rows], dtype=np.float32)
    begin = np.zeros_like(name)
    begin[cut : cut + 1] = name[cut : cut + 1]  # a name never crosses the cut
    evidence = Evidence()
    for part in (slice(cut), slice(cut, None)):
        evidence.add(tokens[part], name[part], begin[part])
    assert evidence == Evidence.of(tokens, name, begin)


@pytest.mark.parametrize("length", [0, 3])
def test_without_a_sure_token_the_arrays_are_the_same(length: int) -> None:
    name = np.full(length, 0.5, dtype=np.float32)
    evidence = Evidence.of(["Ada"] * length, name, name)
    assert evidence.raised(["Ada"] * length, name, name).name is name


@given(st.lists(st.sampled_from([0, 0.005, 0.2, 0.59, 0.6, 0.99]), max_size=6))
def test_where_nothing_may_be_raised_nothing_is(values: list[float]) -> None:
    name = np.array(values, dtype=np.float32)
    if not may_raise(name):
        tokens = ["Quillon"] * len(values)
        new, _ = Evidence.of(tokens, name, name).raised(tokens, name, name)
        assert new.tolist() == name.tolist()


def test_a_sure_token_may_raise_an_unsure_one() -> None:
    assert may_raise(np.array([0.9, 0, 0.2], dtype=np.float32))
    assert not may_raise(np.array([0.9, 0, 0.9], dtype=np.float32))
