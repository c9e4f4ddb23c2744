import pytest

from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.writing import Cast, repeated, write, written
from tests.training.generation.made_world import made_page, made_world, names_of

SMITH = Person(forename="John", surname="Smith", nickname="Jack")
BROOK = Person(forename="Ada", surname="Brook", nickname="Addy")


def cast_of(*persons: Person) -> Cast:
    return Cast(made_world(), list(persons))


def test_a_slot_for_a_person_is_a_name() -> None:
    text = write(Page().write("Hi "), "first1", made_world(), cast_of(SMITH, BROOK)).finish()
    assert (text.text, names_of(text)) == ("Hi Ada", ["Ada"])


def test_a_person_stays_the_same_all_over_a_page() -> None:
    cast = Cast(made_world())
    assert cast[3] is cast[3]
    assert cast.turned(3)[0] is cast[3]


def test_an_address_of_a_person_is_no_name() -> None:
    text = written("email_of", made_world(), cast_of(SMITH))
    assert "@" in text.text
    assert text.names == ()


def test_prose_and_things_fill_slots_too() -> None:
    world = made_world()
    assert written("sentence", world, cast_of()) in world.prose
    assert written("6d", world, cast_of()).text.isdigit()


def test_frames_hold_frames() -> None:
    texts = [written("told", made_world(seed), cast_of(SMITH)) for seed in range(50)]
    assert any(text.names for text in texts)
    assert any(not text.names for text in texts)


def test_an_unknown_slot_is_refused() -> None:
    with pytest.raises(KeyError):
        written("nothing_of_the_kind", made_world(), cast_of())


def test_repeated_frames_are_as_many_as_asked() -> None:
    genre = repeated("commit_trailer", fewest=3, most=3, between=("\n",))

    assert len(made_page(genre).text.split("\n")) == 3


def test_an_owner_ends_with_an_apostrophe_outside_the_name() -> None:
    texts = [written("owner", made_world(seed), Cast(made_world(seed))) for seed in range(60)]

    assert all(text.text[text.names[0][1]] in "'\u2019" for text in texts)
    assert {text.text[-1] for text in texts} >= {"s"}
