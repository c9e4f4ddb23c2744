import pytest

from nomen.training.augmentation.names_by_character import in_its_form, is_by_character


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("王伟", "欧阳秀英"),
        ("李国强", "欧阳秀英"),
        ("王", "欧阳"),
        ("小王", "小王"),
        ("王某某", "王某某"),
        ("内塔尼亚胡", "内塔尼亚胡"),
        ("波特", "欧阳秀英"),
        ("哈利·波特", "哈利·波特"),
        ("李AB", "李AB"),
        ("アンナ", "アンナ"),
    ],
)
def test_a_new_name_has_the_form_of_the_old(old: str, expected: str) -> None:
    assert in_its_form(list(old), surname="欧阳", forename="秀英") == list(expected)


@pytest.mark.parametrize("name", [[*"王伟"], [*"哈利·波特"], ["김"], [*"哈利·", "J.", "王"]])
def test_scripts_without_cases_are_by_character(name: list[str]) -> None:
    assert is_by_character(name)


@pytest.mark.parametrize("name", [["Li"], ["王伟"], ["·"], ["Иван", "И", "Иванов"]])
def test_words_are_not(name: list[str]) -> None:
    assert not is_by_character(name)
