import random

import pytest

from nomen.training.augmentation.language_names import LanguageNames, script_of
from nomen.training.augmentation.swapping import AllGroups, NameGroup, swap_names
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.names_of_languages import ListedNames

WORLD = AllGroups([
    NameGroup(
        country="KE", gender="F", forenames=["Wanjiru"], surnames=["Kamau"], has_family_names=True
    )
])  # fmt: skip
CYRILLIC = [LabelledSentence(("Тут", "Мария", "Иванова"), ((1, 3),))]
LATIN = [LabelledSentence(("Itt", "Szabó", "Anna"), ((1, 3),))]


def source(language: str, sentences: list[LabelledSentence], listed: ListedNames) -> LanguageNames:
    return LanguageNames.build(language, sentences, listed, world=WORLD, invented=0.0)


def drawn(names: LanguageNames, count: int = 200) -> set[str]:
    generator = random.Random(1)
    return {names.draw(generator).surname for _ in range(count)}


def test_names_in_another_script_than_the_sentences_are_left_out() -> None:
    listed = ListedNames(given=("Пётр", "Petr"), family=("Орлов", "Orlov"))
    names = source("ru", CYRILLIC, listed)
    assert (names.given, names.family) == (["Пётр"], ["Орлов"])
    assert "Орлов" in drawn(names)
    assert all("а" <= letter.lower() <= "я" for name in drawn(names) for letter in name)


def test_names_of_the_world_are_for_latin_letters() -> None:
    assert "Kamau" in drawn(source("hu", LATIN, ListedNames()))


@pytest.mark.parametrize(("language", "first"), [("hu", "Kovács"), ("sk", "Jana")])
def test_a_language_puts_its_listed_names_in_its_own_order(language: str, first: str) -> None:
    names = source(language, LATIN, ListedNames(given=("Jana",), family=("Kovács",)))
    found = {swap_names(LATIN[0], names, random.Random(seed)).tokens[1:] for seed in range(60)}
    wanted = ("Kovács", "Jana") if first == "Kovács" else ("Jana", "Kovács")
    assert wanted in found
    assert wanted[::-1] not in found


def test_the_script_of_names_is_that_of_most() -> None:
    assert script_of(["Ада", "Борис", "Clara"]) == "CYRILLIC"
    assert script_of([]) == script_of(["42"]) == "LATIN"


def test_sentences_without_names_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one name"):
        source("ru", [LabelledSentence(("Тут",))], ListedNames())


def test_where_each_character_is_a_token_a_new_name_is_one_too() -> None:
    sentence = LabelledSentence(("我", "是", "王", "伟"), ((2, 4),))
    names = source("zh", [sentence], ListedNames(given=("秀英",), family=("欧阳",)))
    assert names.is_by_character
    assert swap_names(sentence, names, random.Random(1)).tokens[2:] == ("欧", "阳", "秀", "英")


def test_transliterated_names_stay() -> None:
    sentence = LabelledSentence(("哈", "利", "·", "波", "特"), ((0, 5),))
    names = source("zh", [sentence], ListedNames(given=("秀英",), family=("王",)))
    assert swap_names(sentence, names, random.Random(1)) == sentence
