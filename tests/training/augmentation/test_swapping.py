import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.swapping import (
    AllGroups,
    NameGroup,
    PersonName,
    SplicedNames,
    spliced,
    swap_names,
)
from nomen.training.data.labels import LabelledSentence, spans
from nomen.training.data.names.name_lists import CountryNames, NameLists


class Always:
    """A source of one name."""

    def __init__(self, forename: str, surname: str, *, is_family_first: bool = False) -> None:
        self.name = PersonName(forename=forename, surname=surname, is_family_first=is_family_first)

    def draw(self, generator: random.Random) -> PersonName:
        del generator
        return self.name


def swap(text: str, labels: str, source: Always, seed: int = 0) -> LabelledSentence:
    sentence = LabelledSentence(tuple(text.split()), tuple(spans(labels)))
    return swap_names(sentence, source, random.Random(seed))


@pytest.mark.parametrize(
    ("text", "labels", "swapped"),
    [
        ("met John Smith .", "OBIO", "met Ana Lopez ."),
        ("met J. Smith .", "OBIO", "met A. Lopez ."),
        ("met J Smith .", "OBIO", "met A Lopez ."),
        ("met J. K. Smith .", "OBIIO", "met A. K. Lopez ."),
        ("MET JOHN SMITH .", "OBIO", "MET ANA LOPEZ ."),
        ("met john smith .", "OBIO", "met ana lopez ."),
        ("J. SMITH", "BI", "A. LOPEZ"),
        ("nobody came", "OO", "nobody came"),
    ],
)
def test_a_name_takes_the_shape_of_the_one_before(text: str, labels: str, swapped: str) -> None:
    assert " ".join(swap(text, labels, Always("Ana", "Lopez")).tokens) == swapped


def test_one_token_becomes_a_forename_or_a_surname() -> None:
    found = {swap("met Ron", "OB", Always("Ana", "Lopez"), seed).tokens[1] for seed in range(20)}
    assert found == {"Ana", "Lopez"}


def test_a_long_name_has_a_middle_initial_or_not() -> None:
    source = Always("Ana", "Lopez")
    lengths = {len(swap("John Peter Smith", "BII", source, seed).tokens) for seed in range(20)}
    assert lengths == {2, 3}


def test_the_family_name_stands_first_where_it_does() -> None:
    swapped = swap("John Smith left", "BIO", Always("Ji-ho", "Kim", is_family_first=True))
    assert swapped.tokens == ("Kim", "Ji-ho", "left")


def test_names_of_several_words_are_as_many_tokens() -> None:
    swapped = swap("John Smith left", "BIO", Always("Jan", "Van den Berg"))
    assert swapped.tokens == ("Jan", "Van", "den", "Berg", "left")
    assert swapped.names == ((0, 4),)


def test_a_name_that_occurs_again_is_replaced_alike() -> None:
    names = CountryNames(forenames={"F": tuple("ABCDEFGH"), "M": ()}, surnames=tuple("STUVWXYZ"))
    group = NameGroup.build("GB", "F", names)
    assert group is not None
    sentence = LabelledSentence(("Ann", "Lee", "and", "Ann", "Lee"), ((0, 2), (3, 5)))
    tokens = swap_names(sentence, group, random.Random(0)).tokens
    assert tokens[:2] == tokens[3:]


@given(st.text(alphabet="BIO", max_size=8), st.integers())
def test_no_token_outside_names_changes_and_no_name_is_lost(labels: str, seed: int) -> None:
    sentence = LabelledSentence(tuple("token" for _ in labels), tuple(spans(labels)))
    swapped = swap_names(sentence, Always("Ana", "Van den Berg"), random.Random(seed))
    assert len(swapped.names) == len(sentence.names)
    kept = [t for t, is_in in zip(swapped.tokens, swapped.in_names(), strict=True) if not is_in]
    assert kept == ["token"] * labels.count("O")


SWEDEN = CountryNames(forenames={"F": ("Ella", "Alma"), "M": ("Nils",)}, surnames=("Olsson",))
MALI = CountryNames(forenames={"F": ("Awa", "Hawa"), "M": ("Moussa", "Adama")})


def test_where_families_have_no_names_fathers_have() -> None:
    group = NameGroup.build("ML", "F", MALI, fewest=2)
    assert group is not None
    assert group.surnames == ("Moussa", "Adama")
    assert not group.has_family_names


@pytest.mark.parametrize(("gender", "fewest"), [("M", 2), ("F", 3)])
def test_too_few_names_are_no_group(gender: str, fewest: int) -> None:
    assert NameGroup.build("SE", "M" if gender == "M" else "F", SWEDEN, fewest=fewest) is None


def test_a_man_is_not_called_after_himself_twice() -> None:
    group = NameGroup.build("ML", "M", MALI)
    assert group is not None
    drawn = [group.draw(random.Random(seed)) for seed in range(20)]
    assert all(name.forename != name.surname for name in drawn)


def test_fathers_names_come_last_even_where_family_names_come_first() -> None:
    group = NameGroup.build("TW", "F", MALI)
    assert group is not None
    assert not group.draw(random.Random(0)).is_family_first


def test_all_groups_are_drawn_from() -> None:
    source = AllGroups.build(NameLists(countries={"SE": SWEDEN, "ML": MALI, "XX": CountryNames()}))
    drawn = {source.draw(random.Random(seed)).forename for seed in range(50)}
    assert drawn == {"Ella", "Alma", "Nils", "Awa", "Hawa", "Moussa", "Adama"}


@given(st.text("abcdef", min_size=3), st.text("uvwxyz", min_size=3), st.integers(0, 99))
def test_a_spliced_name_begins_as_one_and_ends_as_the_other(
    first: str, second: str, seed: int
) -> None:
    name = spliced(first, second, random.Random(seed))
    start = len(name.rstrip("uvwxyz"))
    assert start >= 2
    assert first.startswith(name[:start])
    assert second.endswith(name[start:])
    assert len(name) - start >= 2
    assert name not in {first, second}


@pytest.mark.parametrize(("first", "second"), [("Li", "Wang"), ("Wang", "Li"), ("De Vos", "Maes")])
def test_a_short_name_and_one_of_several_words_are_not_spliced(first: str, second: str) -> None:
    assert spliced(first, second, random.Random(0)) == first


def test_hyphenated_names_are_spliced_at_the_hyphen() -> None:
    assert spliced("Ji-woo", "Min-seok", random.Random(0)) == "Ji-seok"
    assert spliced("Ji-woo", "Minseok", random.Random(0)) == "Ji-woo"


def test_a_woman_bears_the_form_of_a_surname_for_women() -> None:
    names = CountryNames(
        forenames={"F": ("Eva",), "M": ("Jan",)},
        surnames=("Bor", "Borová"),
        of_one_gender={"F": frozenset({"Borová"}), "M": frozenset({"Bor"})},
    )
    group = NameGroup.build("CZ", "F", names)
    assert group is not None
    assert group.surnames == ("Borová",)


def test_most_invented_names_stand_in_no_list() -> None:
    names = CountryNames(forenames={"F": ("Lwandle", "Ofentse"), "M": ()}, surnames=("Nkosi",))
    lists = NameLists(countries={"ZA": names})
    known = {"Lwandle", "Ofentse"}
    drawn = {AllGroups.build(lists).draw(random.Random(i)).forename for i in range(50)}
    invented = AllGroups.build(lists, invented=1.0)
    new = {invented.draw(random.Random(i)).forename for i in range(50)}
    assert drawn == known
    assert len(new - known) > 10


def test_spliced_names_are_of_the_sentences_own_words() -> None:
    sentence = LabelledSentence(
        ("Ron", "WEASLEY", "met", "J.", "Granger", "and", "Draco"), ((0, 2), (3, 5), (6, 7))
    )
    names = SplicedNames.build([sentence, LabelledSentence(("Nothing", "."))])
    assert list(names.forenames) == ["Ron"]
    assert list(names.surnames) == ["Weasley", "Granger", "Draco"]
    drawn = [names.draw(random.Random(seed)).surname for seed in range(50)]
    assert {"Weco", "Drasley"} & set(drawn)


def test_initials_alone_are_spliced_as_they_are() -> None:
    sentence = LabelledSentence(("J.", "met", "K."), ((0, 1), (2, 3)))
    names = SplicedNames.build([sentence])
    assert list(names.forenames) == list(names.surnames) == ["J.", "K."]


def test_splicing_needs_a_name_to_begin_with() -> None:
    with pytest.raises(ValueError, match="at least one name"):
        SplicedNames.build([LabelledSentence(("Nobody", "."))])
