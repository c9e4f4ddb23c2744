"""Covers `model/thresholds.py` with the tests of the tagger."""

from collections import deque
from collections.abc import Iterator

import pytest

from nomen.model.documents import prepare_document
from nomen.model.errors import DocumentError, RulesError
from nomen.model.gathering import (
    GROUP_DOCUMENTS,
    check_iterable,
    check_rules,
    gather,
    prepare_each,
    remember,
)
from nomen.model.names.rules import NO_RULES


class Table:
    columns = ("note",)

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


@pytest.mark.parametrize("documents", ["a", b"b", {"a": 1}, None, 7, Table()])
def test_what_would_be_read_as_something_else_is_refused(documents: object) -> None:
    with pytest.raises(DocumentError, match=r"^documents: expected texts$"):
        check_iterable(documents, expected="texts")


def test_lists_and_generators_are_iterables() -> None:
    check_iterable(["a"], expected="texts")
    check_iterable(iter(()), expected="texts")


def test_rules_are_name_rules() -> None:
    check_rules(NO_RULES)
    with pytest.raises(RulesError, match=r"^rules: expected a NameRules$"):
        check_rules({"consistent": True})


def test_groups_are_complete_from_a_number_of_tokens_and_keep_the_order() -> None:
    documents = prepare_each(["a b", "c", "", "d e f g", "h"])

    groups = [[each.text for each in group] for group in gather(documents, num_tokens=3)]

    assert groups == [["a b", "c"], ["", "d e f g"], ["h"]]


def test_documents_without_tokens_are_gathered_up_to_a_number() -> None:
    empty = [prepare_document("")] * (GROUP_DOCUMENTS + 1)

    assert [len(group) for group in gather(empty, num_tokens=1)] == [GROUP_DOCUMENTS, 1]


def test_nothing_has_no_group() -> None:
    assert list(gather([], num_tokens=1)) == []


def test_the_documents_before_a_bad_one_are_a_group() -> None:
    bad: list[str | list[str]] = ["a", "b", [""]]
    groups = gather(prepare_each(bad), num_tokens=9)

    assert [each.text for each in next(groups)] == ["a", "b"]
    with pytest.raises(DocumentError, match=r"^documents\.2: tokens\.0: expected"):
        next(groups)


def test_no_more_is_read_than_a_group_needs() -> None:
    source = iter(["a b", "c d", "e f"])

    next(gather(prepare_each(source), num_tokens=3))

    assert list(source) == ["e f"]


def test_texts_are_remembered_until_they_are_taken() -> None:
    remembered: deque[str] = deque()

    assert next(remember(["a", "b"], remembered=remembered)) == "a"
    assert list(remembered) == ["a"]
