import pytest

from nomen.training.experiments.baselines.features import features, shape


def test_a_token_shows_its_affixes_and_casing() -> None:
    (found,) = features(["Oslo"])
    assert {"title=True", "upper=False", "prefix=O", "prefix=Oslo", "suffix=slo"} <= set(found)


def test_a_token_sees_two_on_either_side() -> None:
    found = set(features(["a", "Bb", "c", "D", "e"])[2])
    assert {"-2:lower=a", "-1:lower=bb", "+0:lower=c", "+1:lower=d", "+2:lower=e"} <= found
    assert {"-1:shape=Xx", "+1:shape=X"} <= found


def test_the_sentence_ends_are_seen() -> None:
    first, last = features(["He", "left"])
    assert {"-2:edge", "-1:edge", "+2:edge"} <= set(first)
    assert {"-2:edge", "+1:edge", "+2:edge"} <= set(last)


def test_all_tokens_have_as_many_features_and_an_empty_sentence_none() -> None:
    assert {len(found) for found in features(["a", "b", "c", "d", "e", "f"])} == {21, 20, 19}
    assert features([]) == []


@pytest.mark.parametrize(
    ("token", "expected"),
    [("Oslo", "Xxxx"), ("Norwegians", "Xxxxx"), ("U.S.", "X.X."), ("1984", "dddd"), ("@x1", "@xd")],
)
def test_a_shape_keeps_casing_and_cuts_long_runs(token: str, expected: str) -> None:
    assert shape(token) == expected
