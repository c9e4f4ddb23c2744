import random

import pytest

from nomen.training.augmentation.name_forms import FAMILY_FIRST, whole_forename, whole_surname
from nomen.training.augmentation.swapping import NameGroup
from nomen.training.data.names.name_lists import CountryNames, Gender


def surnames(country: str, gender: Gender = "F", surname: str = "Sol") -> set[str]:
    generator = random.Random(0)
    return {
        whole_surname(
            surname,
            country=country,
            gender=gender,
            others=["Mar"],
            fathers=["Tal"],
            generator=generator,
        )
        for _ in range(500)
    }


@pytest.mark.parametrize(
    ("country", "gender", "forms"),
    [
        ("MX", "F", {"Sol", "Sol Mar", "Sol y Mar"}),
        ("BR", "M", {"Sol", "Sol Mar"}),
        ("GB", "F", {"Sol", "Sol-Mar"}),
        ("SA", "M", {"Sol", "bin Tal Sol"}),
        ("SA", "F", {"Sol", "bint Tal Sol"}),
        ("MY", "M", {"Sol", "bin Sol"}),
        ("MY", "F", {"Sol", "binti Sol"}),
        ("SO", "F", {"Sol", "Tal Sol"}),
        ("FI", "M", {"Sol"}),
    ],
)
def test_a_surname_has_the_forms_of_its_country(
    country: str, gender: Gender, forms: set[str]
) -> None:
    assert surnames(country, gender) == forms


def test_a_surname_of_several_words_or_with_a_hyphen_gets_no_hyphen() -> None:
    assert surnames("GB", surname="de Sol") == {"de Sol"}
    assert surnames("GB", surname="So-Ol") == {"So-Ol"}


@pytest.mark.parametrize(
    ("country", "middle_names", "forms"),
    [
        ("RU", ["Igorevna"], {"Ada", "Ada Igorevna"}),
        ("VN", ["Thi"], {"Ada", "Thi Ada"}),
        ("VN", ["Ada"], {"Ada"}),
        ("VN", [], {"Ada"}),
        ("FR", ["Rose"], {"Ada"}),
    ],
)
def test_a_middle_name_stands_where_the_country_has_it(
    country: str, middle_names: list[str], forms: set[str]
) -> None:
    generator = random.Random(0)
    drawn = {
        whole_forename("Ada", country=country, middle_names=middle_names, generator=generator)
        for _ in range(100)
    }
    assert drawn == forms


def test_shares_are_shares() -> None:
    assert all(0 < share <= 1 for share in FAMILY_FIRST.values())


def test_a_group_draws_middle_and_fathers_names_of_its_country() -> None:
    names = CountryNames(
        forenames={"F": ("Ada",), "M": ("Tal",)},
        surnames=("Sol",),
        middle_names={"F": ("Igorevna",), "M": ()},
    )
    drawn = set()
    for country in ("RU", "SA"):
        group = NameGroup.build(country, "F", names)
        assert group is not None
        found = [group.draw(random.Random(seed)) for seed in range(100)]
        drawn |= {name.forename for name in found} | {name.surname for name in found}
    assert drawn == {"Ada", "Ada Igorevna", "Sol", "bint Tal Sol"}
