import random

from nomen.training.generation.persons import Person, initial_of
from tests.training.generation.made_world import NAMES

SMITH = Person(forename="John", surname="Smith", middle="Robert", nickname="Jack", suffix="Jr.")
KIM = Person(forename="Min-jun", surname="Kim", nickname="MJ", is_family_first=True)


def draw(count: int) -> list[Person]:
    generator = random.Random(0)
    return [Person.draw(NAMES, generator) for _ in range(count)]


def test_the_surname_stands_where_the_country_has_it() -> None:
    assert (SMITH.whole, KIM.whole) == ("John Smith", "Kim Min-jun")


def test_initials_are_those_of_all_forenames() -> None:
    assert SMITH.initials() == "J.R."
    assert SMITH.initials(stop="", blank=" ") == "J R"
    assert KIM.initials() == "M.-J."


def test_an_initial_is_a_letter() -> None:
    assert [initial_of(name) for name in ("ada", "'Ana", "5")] == ["A", "A", "5"]


def test_names_of_one_person_are_of_one_origin() -> None:
    chinese = {"Meilan", "Yu", ""}
    for person in draw(300):
        is_chinese = person.forename.split("-")[0] in chinese
        assert (person.middle in chinese) or not is_chinese


def test_some_persons_have_middle_names_suffixes_double_names_and_particles() -> None:
    persons = draw(600)
    assert any(person.middle for person in persons)
    assert any(person.suffix for person in persons)
    assert any("-" in person.surname for person in persons)
    assert any(person.surname.startswith("van ") for person in persons)


def test_some_persons_have_no_marks_on_letters() -> None:
    forenames = {person.forename for person in draw(200)}
    assert {"Ángel", "Angel"} <= forenames


def test_the_same_seed_draws_the_same_persons() -> None:
    assert draw(5) == draw(5)
