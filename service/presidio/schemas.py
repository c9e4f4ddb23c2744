"""What clients of Presidio send, and what they get.

*Source:* Presidio 2.2.366, the OpenAPI description of its REST service.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, FailFast, Field, Tag

from nomen.model.bundle.bundle import Manifest
from nomen.service.documents.values import Language, Probability, Strict, Text

PERSON = "PERSON"
RECOGNIZERS = ("NomenRecognizer",)

Offset = Annotated[int, Field(ge=0)]
EntityType = Annotated[str, Field(min_length=1, examples=[PERSON])]


class Lenient(Strict):
    """Base of the requests: ignores unknown fields, as Presidio does."""

    model_config = ConfigDict(extra="ignore")


class AnalyzeRequest(Lenient):
    """Texts in which to find persons."""

    text: Annotated[
        Annotated[Text, Field(min_length=1), Tag("text")]
        | Annotated[list[Text], Field(min_length=1, fail_fast=True), Tag("texts")],
        Discriminator(lambda value: "texts" if isinstance(value, list) else "text"),
        Field(description="A text, or a list of texts.", examples=["Jane Doe waved."]),
    ]
    language: Annotated[
        Language,
        Field(
            description="The language of the texts: a BCP 47 tag of a served one, `auto`, or the "
            "name of a bundle.",
            examples=["en"],
        ),
    ]
    entities: Annotated[
        list[str] | None,
        Field(description="Without PERSON among them, nothing is found; null means all."),
    ] = None
    score_threshold: Annotated[
        Probability | None,
        Field(
            description="Lowest score of a result. The default is the bundle's threshold. Below "
            "its preset high_recall, that preset decides what is found."
        ),
    ] = None
    allow_list: Annotated[
        list[str] | None, Field(description="Names that are not reported, as they stand.")
    ] = None
    allow_list_match: Annotated[
        Literal["exact"] | None, Field(description="Callers' regular expressions are not run.")
    ] = None
    return_decision_process: Annotated[
        bool | None, Field(description="Whether a result says how it was found.")
    ] = None
    ad_hoc_recognizers: Annotated[
        list[object] | None,
        Field(max_length=0, description="Callers' recognizers are not run."),
    ] = None
    context: Annotated[
        list[str] | None, Field(description="Has no effect: the model reads the text around.")
    ] = None
    correlation_id: Annotated[
        object, Field(description="Has no effect: send X-Request-ID instead.")
    ] = None
    regex_flags: Annotated[object, Field(description="Has no effect.")] = None

    @property
    def texts(self) -> list[str]:
        """The texts, of which there may be one alone."""
        return [self.text] if isinstance(self.text, str) else self.text

    @property
    def is_for_persons(self) -> bool:
        """Whether persons are asked for."""
        return not self.entities or PERSON in self.entities

    def threshold(self, manifest: Manifest) -> float:
        """Give the threshold of names.

        Presidio's clients send 0 for "all that was recognised". Every token is as probable as 0,
        so the preset with the highest recall is the lowest threshold.
        """
        if self.score_threshold is None:
            return manifest.default_threshold
        return max(self.score_threshold, manifest.presets.get("high_recall", 0))


class Result(Lenient):
    """A place of a text and what was found there."""

    start: Offset
    end: Offset
    entity_type: EntityType
    score: float


Anonymizers = Annotated[
    dict[str, dict[str, object]] | None,
    Field(
        description="By entity type, or DEFAULT for all others: `type` is replace (new_value), "
        "redact, mask (masking_char, chars_to_mask, from_end), hash (hash_type sha256 or sha512, "
        "salt) or keep. What is not named is replaced by its entity type, as in <PERSON>.",
        examples=[{"DEFAULT": {"type": "replace", "new_value": "ANONYMIZED"}}],
    ),
]


class AnonymizeRequest(Lenient):
    """One text and what was found in it."""

    text: Text
    analyzer_results: Annotated[list[Result], FailFast()]
    anonymizers: Anonymizers = None


class Explanation(BaseModel):
    """How a result was found. Most fields say nothing here: Nomen has no patterns."""

    recognizer: str
    pattern_name: None
    pattern: None
    original_score: Probability
    score: Probability
    textual_explanation: str
    score_context_improvement: int
    supportive_context_word: str
    validation_result: None
    regex_flags: None


class AnalyzedResult(BaseModel):
    """A person's name in a text."""

    analysis_explanation: Explanation | None
    start: Annotated[int, Field(description="In code points.")]
    end: Annotated[int, Field(description="In code points, exclusive.")]
    entity_type: Literal["PERSON"]
    score: Annotated[
        Probability, Field(description="The lowest name probability of the name's tokens.")
    ]


class Item(BaseModel):
    """What stands in the place of a result, or of several that were merged."""

    start: Annotated[int, Field(description="In the new text, in code points.")]
    end: int
    entity_type: str
    text: str
    operator: str
    score: float


class AnonymizedText(BaseModel):
    """The new text and what was put in it, from its end to its start."""

    text: str
    items: list[Item]


class Refusal(BaseModel):
    """What went wrong; it never repeats what was sent."""

    error: str
