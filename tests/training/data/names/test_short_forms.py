import pytest

from nomen.training.data.names.name_lists import half_of
from nomen.training.data.names.short_forms import short_forms_of


def test_both_halves_together_are_all_short_forms() -> None:
    shorts = {*short_forms_of("Robert", "train"), *short_forms_of("Robert", "test")}
    assert shorts == {"Bob", "Bobby", "Rob", "Robbie"}


@pytest.mark.parametrize("forename", ["Margaret", "Elizabeth", "William"])
def test_a_short_form_is_in_its_own_half(forename: str) -> None:
    assert all(half_of(short) == "train" for short in short_forms_of(forename, "train"))


def test_most_names_have_none() -> None:
    assert short_forms_of("Nguyên", "train") == ()
