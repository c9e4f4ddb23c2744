import random
from functools import partial

import pytest

from nomen.training.generation import forms
from nomen.training.generation.forms import Form
from nomen.training.generation.persons import Person

SMITH = Person(forename="John", surname="Smith", middle="Robert", nickname="Jack", suffix="Jr.")
KIM = Person(forename="Min-jun", surname="Kim", nickname="MJ", is_family_first=True)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (forms.whole, "John Smith"),
        (forms.with_middle, "John Robert Smith"),
        (forms.with_suffix, "John Robert Smith Jr."),
        (forms.with_middle_initial, "John R. Smith"),
        (forms.initialled, "J. R. Smith"),
        (partial(forms.initialled, stop="", blank=""), "JR Smith"),
        (forms.first_initialled, "J. Smith"),
        (forms.inverted, "Smith, John"),
        (forms.inverted_with_suffix, "Smith, John R., Jr."),
        (forms.inverted_initials, "Smith, J. R."),
        (partial(forms.inverted_initials, comma=" ", stop="", blank=""), "Smith JR"),
        (forms.surname_in_capitals, "John SMITH"),
        (forms.surname_in_capitals_first, "SMITH John"),
        (forms.with_nickname, 'John "Jack" Smith'),
        (forms.forename_and_initial, "John S."),
        (forms.own_initials, "JRS"),
        (partial(forms.in_lower_case, form=forms.whole), "john smith"),
    ],
)
def test_a_form_writes_a_name_in_its_way(form: Form, expected: str) -> None:
    assert form(SMITH) == expected


def test_what_a_person_lacks_is_left_out() -> None:
    assert forms.with_suffix(KIM) == "Kim Min-jun"
    assert forms.with_middle_initial(KIM) == "Min-jun Kim"


def test_a_form_is_drawn_by_weight() -> None:
    drawn = [forms.chosen({forms.whole: 9, forms.surname: 1}, random.Random(n)) for n in range(200)]
    assert drawn.count(forms.whole) > drawn.count(forms.surname) > 0


def test_the_order_of_a_name_can_be_turned() -> None:
    assert (forms.given_first(KIM), forms.family_first(SMITH)) == ("Min-jun Kim", "Smith John")
