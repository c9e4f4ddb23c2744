"""Tagged documents: the probabilities of a document's tokens, and its names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypedDict

from nomen.model.arrays import Float32Array, Int32Array, rounded
from nomen.model.documents import PreparedDocument, join_windows
from nomen.model.names.consistency import Evidence, may_raise
from nomen.model.names.deciding import DecidedName, decide_names
from nomen.model.names.layout import Layout
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.reading import (
    Reader,
    Route,
    Routed,
    labels_of,
    threshold_of_tokens,
    unsupported_scripts,
)
from nomen.model.text.unspaced import joined_tokens
from nomen.model.windows import WindowProbabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name found in a document.

    Attributes:
        text: The name as it stands in the text; for a token list, its tokens joined by one
            blank, or by none between characters of scripts without blanks.
        start: Offset of its first code point in the text; None for a token list.
        end: Offset after its last code point; None for a token list.
        first_token: Index of its first token.
        last_token: Index of its last token, inclusive.
        probability: The lowest name probability of those of its tokens that reach the threshold, 0
            to 1; None for a name by a deny list.
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

    def to_dict(self) -> dict[str, object]:
        """Give the fields for JSON, with the probability to six decimals; `language` if known."""
        fields = {**asdict(self), "probability": rounded(self.probability)}
        if self.language is None:
            del fields["language"]
        return fields


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TaggedDocument(Routed):
    """A document with the name probability of each token, and its names.

    Attributes:
        tokens: The T tokens.
        starts: Offset of each token's first code point, (T,); None for a token list.
        ends: Offset after each token's last code point, (T,); None for a token list.
        name_probabilities: Calibrated probability that a token is part of a name, (T,), 0 to 1.
        names: The names, in the order of the tokens.
        unsupported_scripts: Letters by the script that the bundle did not learn, most frequent
            first; names in such scripts are hardly found.
        model: The name and version of the bundle that read it; of several, with commas, the one
            that read most of it first.
        route: Tells its language, when it is asked for the first time.
    """

    tokens: Sequence[str]
    starts: Int32Array | None
    ends: Int32Array | None
    name_probabilities: Float32Array
    names: list[Name]
    unsupported_scripts: Mapping[str, int] = field(default_factory=dict)
    model: str = ""
    route: Route | None = field(default=None, repr=False)

    def to_dict(self) -> dict[str, object]:
        """Give the fields for JSON, as plain lists and with probabilities to six decimals."""
        return {
            "tokens": [str(token) for token in self.tokens],
            "starts": None if self.starts is None else self.starts.tolist(),
            "ends": None if self.ends is None else self.ends.tolist(),
            "name_probabilities": list(map(rounded, self.name_probabilities.tolist())),
            "names": [name.to_dict() for name in self.names],
            "unsupported_scripts": dict(self.unsupported_scripts),
            "language": self.language,
            "model": self.model,
            "unsupported": dict(self.unsupported),
        }

    def __repr__(self) -> str:
        """Give the numbers alone: what is shown may stand in a log."""
        return f"<TaggedDocument of {len(self.tokens)} tokens, {len(self.names)} names>"


def finish_document(
    document: PreparedDocument,
    outputs: Sequence[WindowProbabilities],
    *,
    threshold: float | Sequence[float],
    rules: NameRules = NO_RULES,
    evidence: Evidence | None = None,
    readers: Sequence[Reader] = (),
) -> TaggedDocument:
    """Join the probabilities of a document's windows and find its names.

    A document that is too long for one piece is finished in parts: first add what `join_windows`
    gives for each part to one `Evidence`, then finish each part with it.

    Args:
        document: The document.
        outputs: The probabilities of its windows.
        threshold: Lowest name probability of a name's token, 0 to 1; or that of each bundle.
        rules: What the caller wants beside the threshold.
        evidence: What all parts say if this is a part of a document; used only if the rules are
            consistent. None is what this document says.
        readers: The bundles, in the order that the routing counts; none counts letters of no
            script and leaves the model open.
    """
    name, begin = join_windows(document, outputs)
    if rules.consistent and (evidence is not None or may_raise(name)):
        known = evidence or Evidence.of(document.tokens, name, begin)
        name, begin = known.raised(document.tokens, name, begin)
    decided = decide_names(
        document.tokens,
        _layout(document),
        name,
        begin,
        threshold=threshold_of_tokens(document.routing, threshold),
        rules=rules,
    )
    return TaggedDocument(
        tokens=document.tokens,
        starts=document.starts,
        ends=document.ends,
        name_probabilities=name,
        names=to_names(document, decided),
        unsupported_scripts=unsupported_scripts(
            document.routing, readers, text=document.text, tokens=document.tokens
        ),
        model=labels_of(document.routing, readers),
        route=document.route,
    )


def _layout(document: PreparedDocument) -> Layout | None:
    if document.text is None or document.starts is None or document.ends is None:
        return None
    return Layout(document.text, document.starts, document.ends, document.breaks)


def to_names(document: PreparedDocument, decided: Iterable[DecidedName]) -> list[Name]:
    """Give decided names with their texts and their offsets."""
    routing = document.routing
    language_at = routing.language_at if routing is not None and routing.is_mixed else None
    return [
        Name(
            **_place(document, each.tokens[0], each.tokens[-1]),
            first_token=each.tokens[0],
            last_token=each.tokens[-1],
            probability=each.probability,
            language=language_at and language_at(each.tokens[0]),
        )
        for each in decided
    ]


class _Place(TypedDict):
    text: str
    start: int | None
    end: int | None


def _place(document: PreparedDocument, first: int, last: int) -> _Place:
    """Give the text of tokens and its offsets."""
    if document.text is None or document.starts is None or document.ends is None:
        text = joined_tokens(document.tokens[first : last + 1])
        return {"text": text, "start": None, "end": None}
    start, end = int(document.starts[first]), int(document.ends[last])
    return {"text": document.text[start:end], "start": start, "end": end}
