"""The two ends of tagging: documents to windows, and the windows' probabilities to names.

`Tagger` stands between them. Nothing here keeps state or needs an engine, so any thread and any
process may run it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import islice

import numpy as np

from nomen.model.arrays import Float32Array, Int32Array, UInt8Array, rounded
from nomen.model.names.consistency import Evidence, may_raise
from nomen.model.names.deciding import DecidedName, decide_names
from nomen.model.names.layout import Layout
from nomen.model.names.rules import NO_RULES, NameRules
from nomen.model.reading import (
    Reader,
    Route,
    Routed,
    Routing,
    labels_of,
    threshold_of_tokens,
    unsupported_scripts,
)
from nomen.model.text.checking import checked_tokens, refuse_lone_surrogates
from nomen.model.text.tokenizer import tokenize
from nomen.model.text.unspaced import joined_tokens
from nomen.model.windows import Window, WindowProbabilities, windows_of_block, windows_of_text

Document = str | Sequence[str]
"""A text, or a list of tokens."""

SHOWN = 5
"""Most names that the representation of a document shows."""


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
    """

    text: str
    start: int | None
    end: int | None
    first_token: int
    last_token: int
    probability: float | None

    def to_dict(self) -> dict[str, object]:
        """Give the fields for JSON, with the probability to six decimals."""
        return {**asdict(self), "probability": rounded(self.probability)}


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
        more = ["…"] if len(self.names) > SHOWN else []
        shown = ", ".join([*(repr(name.text) for name in self.names[:SHOWN]), *more])
        return f"<TaggedDocument of {len(self.tokens)} tokens, {len(self.names)} names: {shown}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedDocument:
    """A document as tokens, and as windows that keep each token exactly once.

    Attributes:
        text: The text; None for a token list.
        tokens: The T tokens.
        starts: Offset of each token's first code point, (T,); None for a token list.
        ends: Offset after each token's last code point, (T,); None for a token list.
        windows: The windows, in the order of the tokens.
        breaks: What parts each token from the one before it, (T,), values of `Break`; None for a
            token list.
        sentence_starts: Index of each token that starts a sentence, (S,); None for a token list.
        routing: Which bundles read it; None is the first one.
        route: Gives its routing, or finds it out when it is asked for the first time.
    """

    text: str | None
    tokens: Sequence[str]
    starts: Int32Array | None
    ends: Int32Array | None
    windows: list[Window]
    breaks: UInt8Array | None = None
    sentence_starts: Int32Array | None = None
    routing: Routing | None = None
    route: Route | None = None

    def routed(self, routing: Routing | None, route: Route) -> "PreparedDocument":
        """Give the document with its routing; `dataclasses.replace` would take three times as long.

        Args:
            routing: Which bundles read it; None is the first one.
            route: Gives its routing, or finds it out.
        """
        return PreparedDocument(
            text=self.text,
            tokens=self.tokens,
            starts=self.starts,
            ends=self.ends,
            windows=self.windows,
            breaks=self.breaks,
            sentence_starts=self.sentence_starts,
            routing=routing,
            route=route,
        )

    def windows_alone(self) -> "PreparedDocument":
        """Give the document with its windows alone, which is all that an engine needs."""
        return replace(
            self,
            text=None,
            tokens=[],
            starts=None,
            ends=None,
            breaks=None,
            sentence_starts=None,
            route=None,
        )


def prepare_document(document: Document, *, max_tokens: int | None = None) -> PreparedDocument:
    """Find the tokens and windows of a document.

    Args:
        document: The document.
        max_tokens: Most tokens of a text. None allows any number.

    Raises:
        TooManyTokensError: When a text has more tokens; the rest of it was not read.
        DocumentError: When the document is neither a text nor a sequence of non-empty tokens, or
            when a string holds half of a surrogate pair.
    """
    if isinstance(document, str):
        refuse_lone_surrogates(document)
        found = tokenize(document, max_tokens=max_tokens)
        return PreparedDocument(
            text=document,
            tokens=found.tokens,
            starts=found.starts,
            ends=found.ends,
            windows=windows_of_text(found),
            breaks=found.breaks,
            sentence_starts=found.sentence_starts,
        )
    tokens = checked_tokens(document)
    return PreparedDocument(
        text=None,
        tokens=tokens,
        starts=None,
        ends=None,
        windows=windows_of_block(tokens),
    )


def windows_of(documents: Iterable[PreparedDocument]) -> list[Window]:
    """Give the windows of all documents, in the documents' order."""
    return [window for document in documents for window in document.windows]


def readers_of(documents: Iterable[PreparedDocument]) -> list[int]:
    """Give the index of the bundle that reads each of `windows_of(documents)`."""
    return [
        reader
        for each in documents
        for reader in (
            [0] * len(each.windows) if each.routing is None else each.routing.window_readers
        )
    ]


def outputs_by_document(
    documents: Iterable[PreparedDocument], outputs: Iterable[WindowProbabilities]
) -> Iterator[list[WindowProbabilities]]:
    """Give each document its own part of the outputs for `windows_of(documents)`."""
    remaining = iter(outputs)
    for document in documents:
        yield list(islice(remaining, len(document.windows)))


def join_windows(
    document: PreparedDocument, outputs: Sequence[WindowProbabilities]
) -> WindowProbabilities:
    """Join the probabilities of a document's windows to those of its tokens."""
    parts = [_kept(*each) for each in zip(document.windows, outputs, strict=True)]
    if len(parts) == 1:
        return parts[0]
    none = np.zeros(0, dtype=np.float32)
    name, begin = (
        (np.concatenate(each) for each in zip(*parts, strict=True)) if parts else (none, none)
    )
    return WindowProbabilities(name, begin)


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
    return TaggedDocument(
        tokens=document.tokens,
        starts=document.starts,
        ends=document.ends,
        name_probabilities=name,
        names=[
            to_name(document, decided)
            for decided in decide_names(
                document.tokens,
                _layout(document),
                name,
                begin,
                threshold=threshold_of_tokens(document.routing, threshold),
                rules=rules,
            )
        ],
        unsupported_scripts=unsupported_scripts(
            document.routing, readers, text=document.text, tokens=document.tokens
        ),
        model=labels_of(document.routing, readers),
        route=document.route,
    )


def _kept(window: Window, output: WindowProbabilities) -> WindowProbabilities:
    kept = slice(window.num_before, window.num_before + window.num_kept)
    return WindowProbabilities(output.name[kept], output.begin[kept])


def _layout(document: PreparedDocument) -> Layout | None:
    if document.text is None or document.starts is None or document.ends is None:
        return None
    return Layout(document.text, document.starts, document.ends, document.breaks)


def to_name(document: PreparedDocument, decided: DecidedName) -> Name:
    """Give a decided name with its text and its offsets."""
    first, last = decided.tokens.start, decided.tokens.stop - 1
    if document.text is None or document.starts is None or document.ends is None:
        text, start, end = joined_tokens(document.tokens[first : last + 1]), None, None
    else:
        start, end = int(document.starts[first]), int(document.ends[last])
        text = document.text[start:end]
    return Name(
        text=text,
        start=start,
        end=end,
        first_token=first,
        last_token=last,
        probability=decided.probability,
    )
