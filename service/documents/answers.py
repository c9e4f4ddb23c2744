"""What callers get, as pydantic models for the documentation and as JSON; knows no request."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from nomen.model.documents import TaggedDocument
from nomen.model.text.offsets import OffsetUnit, convert_offsets

DECIMALS = 6
Probability = Annotated[float, Field(ge=0, le=1)]


class NameAnswer(BaseModel):
    """A person's name."""

    text: str
    start: Annotated[int | None, Field(description="In the unit asked for; null for tokens.")]
    end: Annotated[int | None, Field(description="Exclusive; null for tokens.")]
    first_token: Annotated[int, Field(description="Index into the arrays.")]
    last_token: Annotated[int, Field(description="Index into the arrays, inclusive.")]
    probability: Annotated[Probability, Field(description="The lowest of its tokens.")]


class DocumentAnswer(BaseModel):
    """A tagged document: parallel arrays with one entry for each token, and its names."""

    tokens: list[str]
    starts: Annotated[list[int] | None, Field(description="text[start:end] is the token.")]
    ends: list[int] | None
    name_probabilities: Annotated[
        list[Probability],
        Field(description="For each token, that it is part of a person's name; calibrated."),
    ]
    names: list[NameAnswer]


class TagAnswer(DocumentAnswer):
    """The answer for one document."""

    model: Annotated[str, Field(examples=["nomen-en 1.0.0"])]


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it; never repeats what was sent."""

    type: Annotated[str, Field(examples=["/problems/wrong-type"])]
    title: str
    status: int
    detail: str
    pointer: Annotated[
        str | None, Field(description="Where in the body (RFC 6901).", examples=["/threshold"])
    ] = None


class TaggedEntry(DocumentAnswer):
    """A tagged document of a batch."""

    id: str | int | None


class RefusedEntry(BaseModel):
    """A document of a batch that was not tagged."""

    id: str | int | None
    error: Problem


class BatchAnswer(BaseModel):
    """The answers for the documents of a batch, in their order."""

    model: str
    documents: list[TaggedEntry | RefusedEntry]


def to_json(
    tagged: TaggedDocument, *, text: str | None, unit: OffsetUnit = "codepoint"
) -> dict[str, object]:
    """Give the fields of a `DocumentAnswer`.

    Args:
        tagged: A tagged document.
        text: Its text, which the offsets point into; None for a token list.
        unit: What the offsets shall count.
    """
    starts, ends = _offsets(tagged.starts, text, unit), _offsets(tagged.ends, text, unit)
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
                "probability": round(name.probability, DECIMALS),
            }
            for name in tagged.names
        ],
    }


def dump_json(fields: Mapping[str, object] | Sequence[object]) -> bytes:
    """Write JSON in UTF-8, numpy's arrays as arrays."""
    return orjson.dumps(fields, option=orjson.OPT_SERIALIZE_NUMPY)


def _offsets(
    offsets: NDArray[np.int32] | None, text: str | None, unit: OffsetUnit
) -> NDArray[np.int32] | None:
    if offsets is None or text is None:
        return None
    return np.ascontiguousarray(convert_offsets(text, offsets, unit=unit))
