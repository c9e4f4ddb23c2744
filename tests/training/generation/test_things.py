import inspect
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.swapping import NameGroup
from nomen.training.generation.grammar import shipped_grammar
from nomen.training.generation.things import Things, as_ascii

NAMES = NameGroup(
    country="ZZ",
    gender="F",
    forenames=("Adaora", "Éva", "Li"),
    surnames=("Brookvale", "ter Horst"),
    has_family_names=True,
)
KINDS = sorted(
    name
    for name, method in inspect.getmembers(Things, inspect.isfunction)
    if list(inspect.signature(method).parameters) == ["self"]
)


def things(seed: int) -> Things:
    return Things(random.Random(seed), NAMES)


@pytest.mark.parametrize("kind", [*KINDS, "handle", "email"])
def test_every_kind_of_thing_is_drawn_in_many_forms(kind: str) -> None:
    drawn = {getattr(things(seed), kind)() for seed in range(60)}

    assert len(drawn) > 5
    assert all(text and "{" not in text and text == text.strip() for text in drawn)


@pytest.mark.parametrize("key", sorted(shipped_grammar().lists))
def test_every_list_can_be_drawn_from(key: str) -> None:
    assert things(1).draw(key)


def test_the_same_seed_gives_the_same_things() -> None:
    first, second = things(5), things(5)

    assert [first.firm() for _ in range(20)] == [second.firm() for _ in range(20)]


def test_firms_are_named_after_persons_of_the_source() -> None:
    drawn = [things(seed).firm() for seed in range(100)]

    assert any("Brookvale" in firm for firm in drawn)


def test_an_address_of_a_person_is_made_of_their_names() -> None:
    local_parts = {things(seed).email("Éva", "ter Horst").split("@")[0] for seed in range(80)}

    assert {"eva.terhorst", "eterhorst", "eva"} <= local_parts
    assert "terhorst" in {things(seed).handle("Éva", "ter Horst") for seed in range(80)}


@given(st.text(), st.text(), st.integers(0, 99))
def test_an_address_is_written_in_plain_letters(forename: str, surname: str, seed: int) -> None:
    address = things(seed).email(forename, surname)

    assert address.isascii()
    assert address.count("@") == 1
    assert " " not in address


@pytest.mark.parametrize(
    ("name", "plain"), [("Łukasz", "lukasz"), ("Đặng", "dang"), ("Strauß", "strauss"), ("李", "")]
)
def test_names_are_written_in_plain_letters(name: str, plain: str) -> None:
    assert as_ascii(name) == plain


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(KeyError):
        things(1).draw("no_such_list")
