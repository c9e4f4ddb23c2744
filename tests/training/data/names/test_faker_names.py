import pytest

from nomen.training.data.names.faker_names import read_faker_names
from nomen.training.data.names.name_lists import NameLists, gather


@pytest.fixture(scope="module")
def lists() -> NameLists:
    return gather(read_faker_names())


def test_every_country_has_forenames(lists: NameLists) -> None:
    few = [c for c, names in lists.countries.items() if len(names.forenames["F"]) < 15]
    assert few == []
    assert {"GE", "ID", "IN-TN", "KE", "NG", "TR", "VN", "ZA"} <= set(lists.countries)


def test_stand_ins_for_missing_lists_are_no_names(lists: NameLists) -> None:
    assert "Doe" not in lists.countries["PL"].surnames
    assert "John" not in lists.countries["VN"].forenames["M"]


def test_icelandic_surnames_are_made_of_fathers_names(lists: NameLists) -> None:
    iceland = lists.countries["IS"]
    assert "Jónsdóttir" in iceland.surnames_of("F")
    assert "Jónsson" in iceland.surnames_of("M")
    assert "Jónsson" not in iceland.surnames_of("F")


@pytest.mark.parametrize(
    ("country", "of_men", "of_women"),
    [
        ("IE-GA", "Ó Briain", "Ní Bhriain"),
        ("IE-GA", "Mac Craith", "Nic Craith"),
        ("PL", "Kowalski", "Kowalska"),
        ("CZ", "Procházka", "Procházková"),
        ("RU", "Smirnov", "Smirnova"),
    ],
)
def test_surnames_have_a_form_for_each_gender(
    lists: NameLists, country: str, of_men: str, of_women: str
) -> None:
    names = lists.countries[country]
    assert of_men in names.surnames_of("M")
    assert of_men not in names.surnames_of("F")
    assert of_women in names.surnames_of("F")
    assert of_women not in names.surnames_of("M")


def test_patronymics_are_middle_names(lists: NameLists) -> None:
    assert "Aleksandrovna" in lists.countries["RU"].middle_names["F"]
    assert lists.countries["GB"].middle_names["F"] == ()


def test_names_are_plain_words_in_latin_letters(lists: NameLists) -> None:
    names = (
        name
        for c in lists.countries.values()
        for group in (*c.forenames.values(), c.surnames)
        for name in group
    )
    odd = [n for n in names if not n.translate(str.maketrans("", "", " '-")).isalpha()]
    assert odd == []
