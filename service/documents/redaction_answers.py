"""What callers get for what they send to be redacted: models, and functions that write answers."""

from typing import Annotated

import numpy as np
from pydantic import BaseModel, Field, NonNegativeInt

from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.model.text.offsets import OffsetUnit, convert_offsets
from nomen.service.documents.answers import (
    LANGUAGE,
    LANGUAGE_OF_NAME,
    MODEL,
    UNSUPPORTED,
    UNSUPPORTED_SCRIPTS,
    Probability,
    RefusedEntry,
    rounded,
)

EXPECTED_MISSED = (
    "The share of names that is expected to be missed at this preset, as measured on the bundle's "
    "dev sentences; null where the threshold is a number."
)


class RedactedNameAnswer(BaseModel):
    """A name, and what stands in its place."""

    start: Annotated[int, Field(description="In the text, in the unit that was asked for.")]
    end: Annotated[int, Field(description="Exclusive.")]
    redacted_start: Annotated[int, Field(description="In the redacted text, in the same unit.")]
    redacted_end: Annotated[int, Field(description="Exclusive.")]
    replacement: str
    probability: Annotated[
        Probability | None,
        Field(
            description="The lowest name probability of those of its tokens that reach the "
            "threshold; null for a name by `deny`."
        ),
    ]
    original: Annotated[
        str, Field(description="The name as it stood, if `with_originals` asks for it.")
    ] = Field(default_factory=str)
    language: Annotated[str, Field(description=LANGUAGE_OF_NAME, examples=["de"])] = Field(
        default_factory=str
    )


class RedactedAnswer(BaseModel):
    """A redacted text, and the names that it had."""

    text: str
    names: list[RedactedNameAnswer]
    unsupported_scripts: Annotated[
        dict[str, NonNegativeInt], Field(description=UNSUPPORTED_SCRIPTS, examples=[{}])
    ]
    language: Annotated[str, Field(description=LANGUAGE, examples=["en"])]
    model: Annotated[str, Field(description=MODEL, examples=["nomen-en 1.0.0"])]
    unsupported: Annotated[dict[str, NonNegativeInt], Field(description=UNSUPPORTED, examples=[{}])]


class RedactAnswer(RedactedAnswer):
    """The answer for one text."""

    expected_missed: Annotated[Probability | None, Field(description=EXPECTED_MISSED)]


class RedactedEntry(RedactedAnswer):
    """A redacted text of a batch."""

    id: str | int | None


class RedactBatchAnswer(BaseModel):
    """The answers for the texts of a batch, in their order."""

    model: str
    documents: list[RedactedEntry | RefusedEntry]
    expected_missed: Annotated[Probability | None, Field(description=EXPECTED_MISSED)]


def redacted_to_json(
    redacted: RedactedDocument, *, text: str, unit: OffsetUnit, with_originals: bool
) -> dict[str, object]:
    """Give the fields of a `RedactedAnswer`.

    Args:
        redacted: A redacted text.
        text: The text as it came.
        unit: What the offsets count.
        with_originals: Whether to give the names as they stood in the text.
    """
    names = redacted.names
    before = np.array([(name.start, name.end) for name in names], dtype=np.int32)
    after = np.array([(name.redacted_start, name.redacted_end) for name in names], dtype=np.int32)
    spans = convert_offsets(text, before, unit=unit).tolist()
    redacted_spans = convert_offsets(redacted.text, after, unit=unit).tolist()
    return {
        "text": redacted.text,
        "names": [
            _name(name, *span, *redacted_span, with_original=with_originals)
            for name, span, redacted_span in zip(names, spans, redacted_spans, strict=True)
        ],
        "unsupported_scripts": dict(redacted.unsupported_scripts),
        "language": redacted.language,
        "model": redacted.model,
        "unsupported": dict(redacted.unsupported),
    }


def _name(name: RedactedName, *offsets: int, with_original: bool) -> dict[str, object]:
    start, end, redacted_start, redacted_end = offsets
    fields: dict[str, object] = {
        "start": start,
        "end": end,
        "redacted_start": redacted_start,
        "redacted_end": redacted_end,
        "replacement": name.replacement,
        "probability": rounded(name.probability),
    }
    if with_original:
        fields["original"] = name.original
    return fields if name.language is None else {**fields, "language": name.language}
