import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.names.lists import NameLists, compiled_lists
from nomen.model.names.rules import NameRules

TOKENS = ["a", "b", "c", "d", "e", "f"]


def listed(
    names: list[range], *, allow: tuple[str, ...] = (), deny: tuple[str, ...] = ()
) -> list[tuple[str, bool]]:
    applied = NameLists(NameRules(allow=allow, deny=deny)).apply(names, TOKENS)
    return [("".join(TOKENS[e.tokens.start : e.tokens.stop]), e.is_denied) for e in applied]


@pytest.mark.parametrize(
    ("allow", "expected"),
    [
        (("a b",), [("de", False)]),
        (("a b c",), [("de", False)]),
        (("a",), [("ab", False), ("de", False)]),
        (("b c d",), [("ab", False), ("de", False)]),
        (("c", "b c d e f"), [("ab", False)]),
        (("a b", "d e"), []),
    ],
)
def test_names_within_allowed_phrases_are_dropped(
    allow: tuple[str, ...], expected: list[tuple[str, bool]]
) -> None:
    assert listed([range(2), range(3, 5)], allow=allow) == expected


@pytest.mark.parametrize(
    ("deny", "expected"),
    [
        (("f",), [("bc", False), ("f", True)]),
        (("b c",), [("bc", False)]),
        (("b",), [("bc", False)]),
        (("a b",), [("abc", True)]),
        (("c d", "d e"), [("bcde", True)]),
        (("a b c d",), [("abcd", True)]),
        (("a", "d"), [("a", True), ("bc", False), ("d", True)]),
    ],
)
def test_denied_phrases_are_names_and_join_those_that_they_overlap(
    deny: tuple[str, ...], expected: list[tuple[str, bool]]
) -> None:
    assert listed([range(1, 3)], deny=deny) == expected


def test_a_denied_phrase_is_found_behind_the_sign_of_a_mention() -> None:
    lists = NameLists(NameRules(deny=("Ada Quill", "Bo")))
    tokens = ["Hi", "@Ada", "Quill", ",", "@Bo", "and", "@bo", "@Bo_p", "@"]
    assert [each.tokens for each in lists.apply([], tokens)] == [range(1, 3), range(4, 5)]


def test_allow_wins_over_deny() -> None:
    assert listed([], allow=("a b c",), deny=("b", "c d")) == [("cd", True)]
    assert listed([], allow=("a b",), deny=("a b",)) == []


def test_lists_of_equal_rules_are_compiled_once() -> None:
    assert compiled_lists(NameRules(deny=("Ada",))) is compiled_lists(NameRules(deny=("Ada",)))


_phrases = st.lists(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=3).map(" ".join))
_flags = st.lists(st.booleans(), max_size=12)


@given(st.lists(st.sampled_from(TOKENS), max_size=12), _phrases, _phrases, _flags)
def test_the_lists_keep_their_promises(
    tokens: list[str], allow: list[str], deny: list[str], flags: list[bool]
) -> None:
    names = [range(i, i + 1) for i, is_name in enumerate(flags[: len(tokens)]) if is_name]
    rules = NameRules(allow=tuple(allow), deny=tuple(deny))
    applied = NameLists(rules).apply(names, tokens)
    allowed = _occurrences(tokens, allow)
    denied = [d for d in _occurrences(tokens, deny) if not _is_in_one(d, allowed)]
    assert all(a.tokens.stop <= b.tokens.start for a, b in pairwise(applied))
    assert not any(_is_in_one(each.tokens, allowed) for each in applied if not each.is_denied)
    assert all(_is_in_one(each, [a.tokens for a in applied]) for each in denied)
    covered = {i for each in applied for i in each.tokens}
    assert covered == {i for each in denied for i in each} | {
        name.start for name in names if not _is_in_one(name, allowed)
    }


def _occurrences(tokens: list[str], phrases: list[str]) -> list[range]:
    return [
        range(i, i + len(words))
        for words in map(str.split, phrases)
        for i in range(len(tokens) - len(words) + 1)
        if tokens[i : i + len(words)] == words
    ]


def _is_in_one(name: range, ranges: list[range]) -> bool:
    return any(each.start <= name.start and name.stop <= each.stop for each in ranges)


@pytest.mark.parametrize("phrase", ["a " * 2000, "a " * 2000 + "b"])
def test_time_does_not_grow_with_the_square_of_a_phrase(phrase: str) -> None:
    start = time.thread_time()
    rules = NameRules(allow=(phrase,), deny=(phrase, "a a", *(f"a{i}" for i in range(1000))))
    NameLists(rules).apply([], ["a"] * 20_000)
    assert time.thread_time() - start < 1
