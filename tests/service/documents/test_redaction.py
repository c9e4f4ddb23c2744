import pytest

from nomen.model.redaction.operators import (
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Surrogate,
)
from nomen.service.documents.redaction import RedactRequest

KEY = "Quillfeather"


def request_with(operator: dict[str, object]) -> RedactRequest:
    return RedactRequest.model_validate({"text": "a", "operator": operator})


@pytest.mark.parametrize(
    ("fields", "operator"),
    [
        ({"kind": "replace"}, Replace(with_="[NAME]")),
        ({"kind": "replace", "with": "X"}, Replace(with_="X")),
        ({"kind": "number"}, Number(template="[NAME_{n}]", scope="document")),
        ({"kind": "number", "scope": "batch"}, Number(scope="batch")),
        ({"kind": "mask", "keep_first": 1.0}, Mask(character="*", keep_first=1)),
        ({"kind": "hash", "key": KEY, "length": 8}, Hash(key=KEY.encode(), length=8)),
        ({"kind": "remove"}, Remove()),
        ({"kind": "surrogate", "key": KEY}, Surrogate(key=KEY.encode())),
    ],
)
def test_a_kind_has_its_operator(fields: dict[str, object], operator: Operator) -> None:
    assert request_with(fields).operator.build() == operator


def test_redaction_looks_for_more_names_than_tagging_unless_told() -> None:
    request = RedactRequest(text="a")

    assert (request.threshold, request.consistent) == ("high_recall", True)
    assert request.operator.build() == Replace(with_="[NAME]")
    assert not request.with_originals


@pytest.mark.parametrize("kind", ["hash", "surrogate"])
def test_a_key_never_shows(kind: str) -> None:
    request = request_with({"kind": kind, "key": KEY})

    assert KEY not in f"{request!r} {request} {request.operator.build()!r}"
