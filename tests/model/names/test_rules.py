from typing import Any

import pytest

from nomen.model.errors import RulesError
from nomen.model.names.rules import NO_RULES, NameRules


def test_rules_are_equal_by_what_they_say() -> None:
    assert NameRules(allow=("Ada",)) == NameRules(allow=("Ada",))
    assert len({NameRules(), NO_RULES, NameRules(consistent=True)}) == 2


def test_a_list_of_phrases_is_kept_as_it_was() -> None:
    phrases = ["Ada"]
    rules = NameRules(deny=phrases)  # type: ignore[arg-type]  # what many will write

    phrases.append("Bo")

    assert rules == NameRules(deny=("Ada",))


def test_the_representation_shows_no_phrases() -> None:
    rules = NameRules(allow=("Ada",), deny=("Bo",))

    assert repr(rules) == "NameRules(consistent=False, fold_case=False, placeholders=())"


@pytest.mark.parametrize("phrases", ["Ada", None, {"Ada"}, [b"Ada"], 1])
@pytest.mark.parametrize("field", ["allow", "deny", "placeholders"])
def test_what_is_no_list_of_strings_is_refused(field: str, phrases: object) -> None:
    fields: dict[str, Any] = {field: phrases}

    with pytest.raises(RulesError, match=rf"^{field}: expected a list of strings$"):
        NameRules(**fields)
