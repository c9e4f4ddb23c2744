import pytest
from pydantic import ValidationError

from nomen.training.data.published import Published

FACTS = {
    "name": "own",
    "licence_class": "open",
    "licence": "CC0",
    "repository": "own/own",
    "description": "A test's own.",
}


def test_what_has_a_commit_has_the_address_of_it() -> None:
    found = Published.model_validate({**FACTS, "commit": "0123456789"})
    assert found.address == "https://github.com/own/own/tree/0123456789"


def test_what_comes_from_elsewhere_has_its_place_as_its_address() -> None:
    assert Published.model_validate(FACTS).address == "own/own"


@pytest.mark.parametrize("change", [{"commit": "012"}, {"licence_class": "free"}, {"more": 1}])
def test_wrong_facts_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Published.model_validate({**FACTS, **change})
