"""What the client gives: frozen values, with offsets in the unit that was asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

Json = Mapping[str, Any]
"""A JSON object."""
Id = str | int | None

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong (RFC 9457).

    Attributes:
        type: The kind of problem, `/problems/` and a name.
        title: What it means.
        status: The HTTP status that it has, or would have alone.
        detail: What was expected.
        pointer: The place in what was sent (RFC 6901).
    """

    type: str
    title: str
    status: int
    detail: str
    pointer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedName:
    """A name of a document.

    Attributes:
        text: The name as it stands in the text; for a token list, its tokens joined by one blank.
        start: Its start in the text, in the unit that was asked for; None for a token list.
        end: Its end, exclusive.
        first_token: Index of its first token.
        last_token: Index of its last token, inclusive.
        probability: The lowest name probability of those of its tokens that reach the threshold;
            None for a name by `deny`.
        language: The language of its paragraph, as a primary tag of BCP 47, in a document that
            several bundles read; else None.
    """

    text: str
    start: int | None
    end: int | None
    first_token: int
    last_token: int
    probability: float | None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A tagged document. What `fields` left out is None, `names` is empty.

    Attributes:
        names: Its names, in their order.
        tokens: Its tokens.
        starts: The start of each token, in the unit that was asked for; None for a token list.
        ends: The end of each token, exclusive; None for a token list.
        name_probabilities: The probability of each token to be part of a name.
        unsupported_scripts: Letters by the script that the bundle did not learn.
        language: The language of most of it, as a primary tag of BCP 47; `und` if nobody knows.
        model: The name and version of the bundle that read it; of several, with commas.
        unsupported: Letters by the language that no served bundle tags.
        id: The id that it came with.
        record: The other members that it came with, in a stream.
    """

    names: tuple[TaggedName, ...] = ()
    tokens: tuple[str, ...] | None = None
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    name_probabilities: tuple[float, ...] | None = None
    unsupported_scripts: Mapping[str, int] | None = None
    language: str | None = None
    model: str | None = None
    unsupported: Mapping[str, int] | None = None
    id: Id = None
    record: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedName:
    """A name of a text, and what stands in its place.

    Attributes:
        start: Its start in the text, in the unit that was asked for.
        end: Its end, exclusive.
        redacted_start: The start of its replacement in the redacted text.
        redacted_end: The end of its replacement, exclusive.
        replacement: What stands in its place.
        probability: The lowest name probability of those of its tokens that reach the threshold;
            None for a name by `deny`.
        original: The name as it stood, if `with_originals` asked for it.
        language: The language of its paragraph, as a primary tag of BCP 47, in a text that several
            bundles read; else None.
    """

    start: int
    end: int
    redacted_start: int
    redacted_end: int
    replacement: str
    probability: float | None
    original: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A redacted text.

    Attributes:
        text: The text without its names.
        names: Its names, in their order.
        expected_missed: The share of names that was expected to be missed, if it is known.
        unsupported_scripts: Letters by the script that the bundle did not learn.
        language: The language of most of it, as a primary tag of BCP 47; `und` if nobody knows.
        model: The name and version of the bundle that read it; of several, with commas.
        unsupported: Letters by the language that no served bundle tags.
        id: The id that it came with.
        record: The other members that it came with, in a stream.
    """

    text: str
    names: tuple[RedactedName, ...]
    expected_missed: float | None = None
    unsupported_scripts: Mapping[str, int] = field(default_factory=dict)
    language: str | None = None
    model: str | None = None
    unsupported: Mapping[str, int] = field(default_factory=dict)
    id: Id = None
    record: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A document of a batch or a stream that was not tagged or redacted.

    Attributes:
        problem: Why.
        id: The id that it came with.
    """

    problem: Problem
    id: Id = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a service takes at once.

    Attributes:
        max_body_bytes: Most bytes of a request, or of a line of a stream.
        max_tokens: Most tokens of a document.
        max_documents: Most documents of a batch.
        timeout_seconds: Longest time for a request.
    """

    max_body_bytes: int
    max_tokens: int
    max_documents: int
    timeout_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """The model that a service serves.

    Attributes:
        name: The name of its bundle.
        version: The version of its bundle.
        sha256: The checksum of its bundle.
        default_threshold: The threshold where none is chosen.
        presets: The thresholds that have names.
        limits: What the service takes at once.
        engine: `onnx` or `torch`.
        device: `cpu` or `cuda`.
        precision: `fp32`, `int8` or `fp16`.
    """

    name: str
    version: str
    sha256: str
    default_threshold: float
    presets: Mapping[str, float]
    limits: Limits
    engine: str
    device: str
    precision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedModel:
    """One of the models that a service serves.

    Attributes:
        name: The name of its bundle, which `language` may be.
        version: The version of its bundle.
        sha256: The checksum of its bundle.
        description: What it is.
        languages: Those that it tags, as primary tags of BCP 47.
        chosen_for: Those of them that it reads if the language decides.
    """

    name: str
    version: str
    sha256: str
    description: str
    languages: tuple[str, ...]
    chosen_for: tuple[str, ...]


def read_problem(value: Json) -> Problem:
    """Read a problem."""
    names = ("type", "title", "status", "detail", "pointer")
    return Problem(**{name: value[name] for name in names if name in value})


def read_tagged(value: Json) -> Tagged:
    """Read a tagged document."""
    return Tagged(
        names=_names(value.get("names", ()), TaggedName),
        tokens=_array(value, "tokens"),
        starts=_array(value, "starts"),
        ends=_array(value, "ends"),
        name_probabilities=_array(value, "name_probabilities"),
        unsupported_scripts=value.get("unsupported_scripts"),
        language=value.get("language"),
        model=value.get("model"),
        unsupported=value.get("unsupported"),
        **_origin(value),
    )


def read_redacted(value: Json) -> Redacted:
    """Read a redacted text."""
    return Redacted(
        text=value["text"],
        names=_names(value["names"], RedactedName),
        expected_missed=value.get("expected_missed"),
        unsupported_scripts=value.get("unsupported_scripts", {}),
        language=value.get("language"),
        model=value.get("model"),
        unsupported=value.get("unsupported", {}),
        **_origin(value),
    )


def _names(values: Iterable[Json], kind: type[T]) -> tuple[T, ...]:
    """Read names; what a newer service says beside is left out."""
    known = {each.name for each in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    return tuple(
        kind(**{key: value for key, value in each.items() if key in known}) for each in values
    )


def read_entry(value: Json, read: Callable[[Json], T]) -> T | Refused:
    """Read a document of a batch or of a stream, or why there is none."""
    if "error" in value:
        return Refused(problem=read_problem(value["error"]), id=value.get("id"))
    return read(value)


def read_model(value: Json) -> Model:
    """Read what a service serves."""
    names = ("name", "version", "sha256", "default_threshold", "presets")
    engine = ("engine", "device", "precision")
    known = Limits.__dataclass_fields__
    limits = {name: each for name, each in value["limits"].items() if name in known}
    return Model(**{name: value[name] for name in (*names, *engine)}, limits=Limits(**limits))


def read_models(value: Json) -> list[ListedModel]:
    """Read which models a service serves."""
    return [
        ListedModel(
            name=each["name"],
            version=each["version"],
            sha256=each["sha256"],
            description=each["description"],
            languages=tuple(each["languages"]),
            chosen_for=tuple(each["chosen_for"]),
        )
        for each in value["models"]
    ]


def _array(value: Json, name: str) -> tuple[Any, ...] | None:
    found = value.get(name)
    return None if found is None else tuple(found)


def _origin(value: Json) -> dict[str, Any]:
    return {"id": value.get("id"), "record": value.get("record", {})}
