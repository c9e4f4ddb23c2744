"""Forms: the ways in which a page writes a person's name, each as one name."""

import random
from collections.abc import Callable, Mapping
from functools import partial

from nomen.training.generation.persons import Person, initial_of

Form = Callable[[Person], str]

_QUOTES = (('"', '"'), ("'", "'"), ("“", "”"), ("(", ")"), ("«", "»"))


def whole(person: Person) -> str:
    """Give forename and surname in their order: `John Smith`, `Kim Min-jun`."""
    return person.whole


def given_first(person: Person) -> str:
    """Give forename and surname, whatever their order is at home: `John Smith`, `Min-jun Kim`."""
    return f"{person.forename} {person.surname}"


def family_first(person: Person) -> str:
    """Give surname and forename, whatever their order is at home: `Smith John`, `Kim Min-jun`."""
    return f"{person.surname} {person.forename}"


def forename(person: Person) -> str:
    """Give the forename: `John`."""
    return person.forename


def surname(person: Person) -> str:
    """Give the surname with its particles: `van der Berg`."""
    return person.surname


def nickname(person: Person) -> str:
    """Give what friends say: `Johnny`."""
    return person.nickname


def with_middle(person: Person) -> str:
    """Give all names: `John Robert Smith`."""
    names = " ".join(person.forenames)
    return f"{person.surname} {names}" if person.is_family_first else f"{names} {person.surname}"


def with_suffix(person: Person, *, join: str = " ") -> str:
    """Give all names and the suffix, if there is one: `John Robert Smith Jr.`."""
    return with_middle(person) + (join + person.suffix if person.suffix else "")


def with_middle_initial(person: Person, *, stop: str = ".") -> str:
    """Give `John R. Smith`, or with no stop `John R Smith`."""
    middle = f" {initial_of(person.middle)}{stop}" if person.middle else ""
    return f"{person.forename}{middle} {person.surname}"


def initialled(person: Person, *, stop: str = ".", blank: str = " ") -> str:
    """Give initials and surname: `J. R. Smith`, `J.R. Smith`, `J R Smith`, `JR Smith`."""
    return f"{person.initials(stop=stop, blank=blank)} {person.surname}"


def first_initialled(person: Person) -> str:
    """Give the first initial and the surname: `J. Smith`."""
    return f"{initial_of(person.forename)}. {person.surname}"


def inverted(person: Person, *, comma: str = ", ") -> str:
    """Give the surname, a comma and the forename: `Smith, John`."""
    return f"{person.surname}{comma}{person.forename}"


def inverted_with_middle(person: Person) -> str:
    """Give the surname, a comma and all forenames: `Smith, John Robert`."""
    return f"{person.surname}, {' '.join(person.forenames)}"


def inverted_with_middle_initial(person: Person) -> str:
    """Give `Smith, John R.`."""
    middle = f" {initial_of(person.middle)}." if person.middle else ""
    return f"{person.surname}, {person.forename}{middle}"


def inverted_with_suffix(person: Person) -> str:
    """Give `Smith, John R., Jr.` where there is a suffix, else `Smith, John R.`."""
    suffix = f", {person.suffix}" if person.suffix else ""
    return inverted_with_middle_initial(person) + suffix


def inverted_initials(
    person: Person, *, comma: str = ", ", stop: str = ".", blank: str = " "
) -> str:
    """Give surname and initials: `Smith, J. R.`, `Smith, J.R.`, `Smith JR`, `Smith J. R.`."""
    return f"{person.surname}{comma}{person.initials(stop=stop, blank=blank)}"


def surname_in_capitals(person: Person) -> str:
    """Give `John SMITH`."""
    return f"{person.forename} {person.surname.upper()}"


def surname_in_capitals_first(person: Person, *, join: str = " ") -> str:
    """Give `SMITH John`, or with a comma `SMITH, John`."""
    return f"{person.surname.upper()}{join}{person.forename}"


def with_nickname(person: Person, *, opening: str = '"', closing: str = '"') -> str:
    """Give `John "Johnny" Smith`."""
    return f"{person.forename} {opening}{person.nickname}{closing} {person.surname}"


def nickname_and_surname(person: Person) -> str:
    """Give `Johnny Smith`."""
    return f"{person.nickname} {person.surname}"


def forename_and_initial(person: Person, *, stop: str = ".") -> str:
    """Give `John S.`, or with no stop `John S`."""
    return f"{person.forename} {initial_of(person.surname)}{stop}"


def own_initials(person: Person, *, stop: str = "", blank: str = "") -> str:
    """Give the person's initials alone: `JRS`, `J.R.S.`, `J. R. S.`."""
    parts = (*person.forenames, person.surname)
    return blank.join(initial_of(part) + stop for part in parts)


def in_capitals(person: Person, form: Form) -> str:
    """Give a form in capitals."""
    return form(person).upper()


def in_lower_case(person: Person, form: Form) -> str:
    """Give a form in lower case."""
    return form(person).lower()


Weighted = Mapping[Form, float]

INITIALLED: Weighted = {
    partial(initialled): 3,
    partial(initialled, blank=""): 3,
    partial(initialled, stop="", blank=" "): 1,
    partial(initialled, stop="", blank=""): 1,
    first_initialled: 2,
}
INVERTED: Weighted = {
    inverted: 6,
    inverted_with_middle: 2,
    inverted_with_middle_initial: 2,
    inverted_with_suffix: 1,
    partial(in_capitals, form=inverted): 1,
    partial(surname_in_capitals_first, join=", "): 1,
    partial(inverted, comma=","): 0.3,
}
CITED: Weighted = {
    partial(inverted_initials): 3,
    partial(inverted_initials, blank=""): 3,
    partial(inverted_initials, comma=" ", stop="", blank=""): 4,
    partial(inverted_initials, comma=" ", blank=""): 2,
    partial(inverted_initials, comma=", ", stop="", blank=""): 1,
    partial(inverted_initials, comma=" ", stop="", blank=" "): 0.5,
    **INITIALLED,
    inverted_with_middle_initial: 1,
    whole: 1,
    with_middle_initial: 1,
}
FULL: Weighted = {
    whole: 14,
    with_middle: 2,
    with_middle_initial: 3,
    partial(with_middle_initial, stop=""): 0.6,
    with_suffix: 1,
    partial(with_suffix, join=", "): 0.5,
    nickname_and_surname: 1,
    **{
        partial(with_nickname, opening=opening, closing=closing): 0.15
        for opening, closing in _QUOTES
    },
    **{form: weight / 8 for form, weight in INITIALLED.items()},
}
LISTED: Weighted = {
    **FULL,
    **{form: weight / 2 for form, weight in INVERTED.items()},
    surname_in_capitals: 0.7,
    surname_in_capitals_first: 0.7,
    partial(in_capitals, form=whole): 1,
}
SHORT: Weighted = {
    forename: 10,
    nickname: 2,
    surname: 3,
    forename_and_initial: 0.7,
    partial(forename_and_initial, stop=""): 0.7,
}
SIGNED: Weighted = {
    forename: 8,
    whole: 6,
    nickname: 2,
    with_middle_initial: 1,
    first_initialled: 1,
    partial(initialled): 1,
    partial(own_initials): 1,
    partial(own_initials, stop="."): 0.6,
    partial(in_lower_case, form=forename): 0.7,
    partial(in_lower_case, form=own_initials): 0.3,
    partial(forename_and_initial, stop=""): 0.5,
    with_suffix: 0.5,
}


def chosen(forms: Weighted, generator: random.Random) -> Form:
    """Draw one form, by weight; a page that keeps to it has one style."""
    return generator.choices(list(forms), list(forms.values()))[0]
