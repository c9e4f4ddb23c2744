import pytest

from nomen.model.names.settling.affixes import is_before_names, is_particle


@pytest.mark.parametrize(
    ("token", "expected"),
    [("Dr.", True), ("doctor", True), ("Gen.", True), ("Gen", False), ("Sen", False)],
)
def test_a_title_that_is_also_a_name_needs_its_full_stop(token: str, expected: bool) -> None:  # noqa: FBT001  # a table
    assert is_before_names(token) is expected


@pytest.mark.parametrize(("token", "expected"), [("van", True), ("De", True), ("AL", False)])
def test_initials_are_no_particle(token: str, expected: bool) -> None:  # noqa: FBT001  # a table
    assert is_particle(token) is expected
