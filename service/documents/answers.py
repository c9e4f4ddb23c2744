"""What callers get: pydantic models that describe the answers, and functions that write them.

The functions do not use the models: to validate what is known to be right would double the work.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Annotated, TypeVar

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, Field, NonNegativeInt

from nomen.model.documents import Document
from nomen.model.tagged_documents import Name, TaggedDocument
from nomen.model.text.offsets import OffsetUnit, convert_offsets
from nomen.service.documents.schemas import ALL_FIELDS, AnswerField
from nomen.service.errors import RequestError

T = TypeVar("T")
DECIMALS = 6
UNSUPPORTED_SCRIPTS = (
    "Letters by the script that the bundle did not learn (Unicode names, as `Cyrillic`): names in "
    "such scripts are hardly found."
)
LANGUAGE = "The language of most of it, as a primary tag of BCP 47; `und` where nobody knows."
LANGUAGE_OF_NAME = (
    "The language of its paragraph, as a primary tag of BCP 47; only in a document that several "
    "bundles read."
)
MODEL = "The bundle that read it; where several read its paragraphs, all of them."
UNSUPPORTED = (
    "Letters by the language that no served bundle tags: its names are hardly found. `und` stands "
    "for an unknown language in a script that the bundle did not learn."
)
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
        Field(
            description="The lowest name probability of those of its tokens that reach the "
            "threshold; null for a name by `deny`."
        ),
    ]
    language: Annotated[str, Field(description=LANGUAGE_OF_NAME, examples=["de"])] = Field(
        default_factory=str
    )


class DocumentAnswer(BaseModel):
    """A tagged document: parallel arrays with one entry per token, and its names.

    Has the fields that were asked for.
    """

    tokens: list[str] = Field(default_factory=list)
    starts: Annotated[
        list[int] | None, Field(description="text[start:end] is the token; null for a token list.")
    ] = Field(default_factory=list)
    ends: list[int] | None = Field(default_factory=list)
    name_probabilities: Annotated[
        list[Probability],
        Field(description="Calibrated probability that a token is part of a person's name."),
    ] = Field(default_factory=list)
    names: list[NameAnswer] = Field(default_factory=list)
    unsupported_scripts: Annotated[
        dict[str, NonNegativeInt], Field(description=UNSUPPORTED_SCRIPTS, examples=[{}])
    ] = Field(default_factory=dict)
    language: Annotated[str, Field(description=LANGUAGE, examples=["en"])] = ""
    model: Annotated[str, Field(description=MODEL, examples=["nomen-en 1.0.0"])] = ""
    unsupported: Annotated[
        dict[str, NonNegativeInt], Field(description=UNSUPPORTED, examples=[{}])
    ] = Field(default_factory=dict)


class TagAnswer(DocumentAnswer):
    """The answer for one document; it always says `model`."""


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
    tagged: TaggedDocument,
    *,
    document: Document,
    unit: OffsetUnit,
    fields: Collection[AnswerField],
) -> dict[str, object]:
    """Give the fields of a `TagAnswer`; arguments as for `to_json`."""
    return {"model": tagged.model, **to_json(tagged, document=document, unit=unit, fields=fields)}


def batch_answer(
    outcomes: Sequence[T | RequestError],
    *,
    ids: Sequence[str | int | None],
    write: Callable[[int, T], dict[str, object]],
    model: str,
) -> dict[str, object]:
    """Give the fields of the answer for a batch.

    Args:
        outcomes: What came of the documents, or why nothing did.
        ids: The id of each document.
        write: Gives the fields for the document of an index and what came of it.
        model: The label of the model.
    """
    documents: list[dict[str, object]] = []
    for i, (document_id, outcome) in enumerate(zip(ids, outcomes, strict=True)):
        if isinstance(outcome, RequestError):
            error = outcome.within(f"/documents/{i}").to_json()
            documents.append({"id": document_id, "error": error})
        else:
            documents.append({"id": document_id, **write(i, outcome)})
    return {"model": model, "documents": documents}


def to_json(
    tagged: TaggedDocument,
    *,
    document: Document,
    unit: OffsetUnit = "codepoint",
    fields: Collection[AnswerField] = ALL_FIELDS,
) -> dict[str, object]:
    """Give the fields of a `DocumentAnswer`.

    Args:
        tagged: A tagged document.
        document: Its text or tokens as they came.
        unit: What the offsets count.
        fields: The fields to give; no other is computed.
    """
    has_names = "names" in fields
    answer: dict[str, object] = {}
    starts = ends = None
    if has_names or "starts" in fields:
        starts = _offsets(tagged.starts, document, unit)
    if has_names or "ends" in fields:
        ends = _offsets(tagged.ends, document, unit)
    if "tokens" in fields:
        answer["tokens"] = tagged.tokens
    if "starts" in fields:
        answer["starts"] = starts
    if "ends" in fields:
        answer["ends"] = ends
    if "name_probabilities" in fields:
        probabilities = tagged.name_probabilities.astype(np.float64)
        answer["name_probabilities"] = np.round(probabilities, DECIMALS)
    if has_names:
        answer["names"] = [_name(name, starts, ends) for name in tagged.names]
    if "unsupported_scripts" in fields:
        answer["unsupported_scripts"] = dict(tagged.unsupported_scripts)
    return answer | _told(tagged, fields)


def _told(tagged: TaggedDocument, fields: Collection[AnswerField]) -> dict[str, object]:
    """Give what an answer tells of the languages; they are not found out unasked."""
    told: dict[str, object] = {}
    if "language" in fields:
        told["language"] = tagged.language
    if "model" in fields:
        told["model"] = tagged.model
    if "unsupported" in fields:
        told["unsupported"] = dict(tagged.unsupported)
    return told


def dump_json(fields: Mapping[str, object] | Sequence[object]) -> bytes:
    """Write JSON in UTF-8, with NumPy arrays as JSON arrays."""
    return orjson.dumps(fields, option=orjson.OPT_SERIALIZE_NUMPY)


def rounded(probability: float | None) -> float | None:
    """Round a probability as answers give it."""
    return None if probability is None else round(probability, DECIMALS)


def _name(
    name: Name, starts: NDArray[np.int32] | None, ends: NDArray[np.int32] | None
) -> dict[str, object]:
    fields: dict[str, object] = {
        "text": name.text,
        "start": None if starts is None else int(starts[name.first_token]),
        "end": None if ends is None else int(ends[name.last_token]),
        "first_token": name.first_token,
        "last_token": name.last_token,
        "probability": rounded(name.probability),
    }
    return fields if name.language is None else {**fields, "language": name.language}


def _offsets(
    offsets: NDArray[np.int32] | None, document: Document, unit: OffsetUnit
) -> NDArray[np.int32] | None:
    if offsets is None or not isinstance(document, str):
        return None
    return np.ascontiguousarray(convert_offsets(document, offsets, unit=unit))
