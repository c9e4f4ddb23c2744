import pytest

from nomen.training.data.names.listed_name import ListedName, for_genders


@pytest.mark.parametrize(
    ("genders", "found"), [("", [None]), ("F", ["F"]), ("M", ["M"]), ("FM", ["F", "M"])]
)
def test_a_name_is_given_for_each_gender(genders: str, found: list[str | None]) -> None:
    listed = list(for_genders("SE", "surname", "Berg", genders))
    assert [name.gender for name in listed] == found
    assert set(listed) <= {ListedName("SE", "surname", "Berg", g) for g in (None, "F", "M")}
