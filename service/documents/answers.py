"""What callers get: pydantic models that describe the answers, and functions that write them.

The functions do not use the models: to validate what is known to be right would double the work.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from nomen.model.documents import Document, TaggedDocument
from nomen.model.text.offsets import OffsetUnit, convert_offsets
from nomen.service.errors import RequestError

DECIMALS = 6
Probability = Annotated[float, Field(ge=0, le=1)]


class NameAnswer(BaseModel):
    """A person's name."""

    text: str
    start: Annotated[
        int | None, Field(description="In the unit that was asked for; null for a token list.")
    ]
    end: Annotated[int | None, Field(description="Exclusive; null for a token list.")]
    first_token: Annotated[int, Field(description="Index into the token arrays.")]
    last_token: Annotated[int, Field(description="Index into the token arrays, inclusive.")]
    probability: Annotated[
        Probability | None,
        Field(description="The lowest name probability of its tokens; null for a name by `deny`."),
    ]


class DocumentAnswer(BaseModel):
    """A tagged document: parallel arrays with one entry per token, and its names."""

    tokens: list[str]
    starts: Annotated[
        list[int] | None, Field(description="text[start:end] is the token; null for a token list.")
    ]
    ends: list[int] | None
    name_probabilities: Annotated[
        list[Probability],
        Field(description="Calibrated probability that a token is part of a person's name."),
    ]
    names: list[NameAnswer]


class TagAnswer(DocumentAnswer):
    """The answer for one document."""

    model: Annotated[str, Field(examples=["nomen-en 1.0.0"])]


class Problem(BaseModel):
    """What went wrong, in the form of RFC 9457; it never repeats what was sent."""

    type: Annotated[str, Field(examples=["/problems/wrong-type"])]
    title: str
    status: int
    detail: str
    pointer: Annotated[
        str | None, Field(description="The place in the body (RFC 6901).", examples=["/threshold"])
    ] = None


class TaggedEntry(DocumentAnswer):
    """A tagged document of a batch."""

    id: str | int | None


class RefusedEntry(BaseModel):
    """A document of a batch that could not be tagged."""

    id: str | int | None
    error: Problem


class BatchAnswer(BaseModel):
    """The answers for the documents of a batch, in their order."""

    model: str
    documents: list[TaggedEntry | RefusedEntry]


def tag_answer(
    tagged: TaggedDocument, *, document: Document, unit: OffsetUnit, model: str
) -> dict[str, object]:
    """Give the fields of a `TagAnswer`; arguments as for `to_json`."""
    return {"model": model, **to_json(tagged, document=document, unit=unit)}


def batch_answer(
    outcomes: Sequence[TaggedDocument | RequestError],
    *,
    ids: Sequence[str | int | None],
    documents: Sequence[Document | RequestError],
    unit: OffsetUnit,
    model: str,
) -> dict[str, object]:
    """Give the fields of a `BatchAnswer`.

    Args:
        outcomes: The tagged documents, or why they could not be tagged.
        ids: The id of each document.
        documents: The documents as they came.
        unit: What the offsets count.
        model: The label of the model.
    """
    entries = [
        _entry(each, document, outcome, unit)
        for each, document, outcome in zip(ids, documents, outcomes, strict=True)
    ]
    return {"model": model, "documents": entries}


def to_json(
    tagged: TaggedDocument, *, document: Document, unit: OffsetUnit = "codepoint"
) -> dict[str, object]:
    """Give the fields of a `DocumentAnswer`.

    Args:
        tagged: A tagged document.
        document: Its text or tokens as they came.
        unit: What the offsets count.
    """
    starts = _offsets(tagged.starts, document, unit)
    ends = _offsets(tagged.ends, document, unit)
    return {
        "tokens": tagged.tokens,
        "starts": starts,
        "ends": ends,
        "name_probabilities": np.round(tagged.name_probabilities.astype(np.float64), DECIMALS),
        "names": [
            {
                "text": name.text,
                "start": None if starts is None else int(starts[name.first_token]),
                "end": None if ends is None else int(ends[name.last_token]),
                "first_token": name.first_token,
                "last_token": name.last_token,
                "probability": _rounded(name.probability),
            }
            for name in tagged.names
        ],
    }


def dump_json(fields: Mapping[str, object] | Sequence[object]) -> bytes:
    """Write JSON in UTF-8, with NumPy arrays as JSON arrays."""
    return orjson.dumps(fields, option=orjson.OPT_SERIALIZE_NUMPY)


def _entry(
    document_id: str | int | None,
    document: Document | RequestError,
    outcome: TaggedDocument | RequestError,
    unit: OffsetUnit,
) -> dict[str, object]:
    if isinstance(document, RequestError):
        return {"id": document_id, "error": document.to_json()}
    if isinstance(outcome, RequestError):
        return {"id": document_id, "error": outcome.to_json()}
    return {"id": document_id, **to_json(outcome, document=document, unit=unit)}


def _rounded(probability: float | None) -> float | None:
    return None if probability is None else round(probability, DECIMALS)


def _offsets(
    offsets: NDArray[np.int32] | None, document: Document, unit: OffsetUnit
) -> NDArray[np.int32] | None:
    if offsets is None or not isinstance(document, str):
        return None
    return np.ascontiguousarray(convert_offsets(document, offsets, unit=unit))
