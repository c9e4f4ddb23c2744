"""`Tagger.stream` and `Tagger.redact_stream`: `model/tagger.py` beside a list that does not end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from typing import Any

import pytest

from nomen.model.errors import DocumentError, OperatorError, RulesError, ThresholdError
from nomen.model.loaded_bundles import GROUP_TOKENS
from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import Number
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger

HARRY = "Harry Potter and Hermione Granger invented a new spell."
TEXTS = [HARRY, "", "Nobody was here.", "i met priya ramanathan in oslo"]


def dicts(tagged: Iterator[TaggedDocument] | list[TaggedDocument]) -> list[dict[str, object]]:
    return [each.to_dict() for each in tagged]


def test_a_stream_gives_what_a_list_gives(default_tagger: Tagger) -> None:
    rules = NameRules(consistent=True)

    streamed = dicts(default_tagger.stream(iter(TEXTS), threshold="high_recall", rules=rules))

    assert streamed == dicts(default_tagger.tag(TEXTS, threshold="high_recall", rules=rules))


def test_an_endless_stream_is_read_as_it_answers(
    default_tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(GROUP_TOKENS, "cpu", 25)
    numbers = count()

    answers = default_tagger.stream(HARRY for _ in numbers)  # ten tokens each

    assert [len(each.names) for each in islice(answers, 4)] == [2, 2, 2, 2]
    assert next(numbers) == 6


def test_the_answers_before_an_error_of_the_callers_own_come_first(default_tagger: Tagger) -> None:
    def read() -> Iterator[str]:
        yield HARRY
        raise KeyError("row")

    answers = default_tagger.stream(read())

    assert [name.text for name in next(answers).names][:1] == ["Harry Potter"]
    with pytest.raises(KeyError, match="row"):
        next(answers)


def test_the_answers_before_a_bad_document_come_first(default_tagger: Tagger) -> None:
    documents: Any = [HARRY, "a", 7]
    answers = default_tagger.stream(documents)

    assert [len(each.tokens) for each in islice(answers, 2)] == [10, 1]
    with pytest.raises(DocumentError, match=r"^documents\.2: expected a text or a list of tokens"):
        next(answers)


def test_a_stream_of_texts_is_redacted_as_a_list_is(default_tagger: Tagger) -> None:
    number = Number(scope="batch")

    streamed = [each.text for each in default_tagger.redact_stream(iter(TEXTS), operator=number)]

    assert streamed == [each.text for each in default_tagger.redact(TEXTS, operator=number)]
    assert streamed[0] == "[NAME_1] and [NAME_2] invented a new spell."


LISTED = "documents: expected a list of texts"
NO_THRESHOLD, OTHER_RULES = "threshold: expected 0 to 1", "rules: expected a NameRules"
REFUSED: list[tuple[str, object, dict[str, object], type[Exception], str]] = [
    ("tag", "Harry", {}, DocumentError, LISTED),
    ("tag", ["a"], {"rules": None}, RulesError, OTHER_RULES),
    ("stream", "Harry", {}, DocumentError, LISTED),
    ("stream", ["a"], {"threshold": "low"}, ThresholdError, NO_THRESHOLD),
    ("stream", ["a"], {"rules": "a"}, RulesError, OTHER_RULES),
    ("redact", "Harry", {}, DocumentError, LISTED),
    ("redact", [["a"]], {}, DocumentError, "documents.0: expected a text"),
    ("redact", ["a"], {"rules": 3}, RulesError, OTHER_RULES),
    ("redact", ["a"], {"operator": "mask"}, OperatorError, "operator: expected one of Replace, "),
    ("redact_stream", "a", {}, DocumentError, LISTED),
    ("redact_stream", ["a"], {"threshold": 2}, ThresholdError, NO_THRESHOLD),
]


@pytest.mark.parametrize(
    ("method", "documents", "arguments", "error", "message"), REFUSED, ids=range(len(REFUSED))
)
def test_wrong_arguments_are_refused_at_the_call_in_one_line(
    default_tagger: Tagger,
    method: str,
    documents: object,
    arguments: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error) as refused:
        getattr(default_tagger, method)(documents, **arguments)

    assert str(refused.value).startswith(message)
    assert "\n" not in str(refused.value)


def test_threads_share_a_tagger(default_tagger: Tagger) -> None:
    lists = [[f"{text} {i}" for text in TEXTS] for i in range(24)]
    expected = [dicts(default_tagger.tag(texts)) for texts in lists]

    with ThreadPoolExecutor(8) as pool:
        listed = list(pool.map(lambda texts: dicts(default_tagger.tag(texts)), lists))
        streamed = list(pool.map(lambda texts: dicts(default_tagger.stream(texts)), lists))

    assert listed == streamed == expected
