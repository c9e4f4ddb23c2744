"""Documents to windows, which the network reads, and the windows' probabilities joined again.

`Tagger` stands between the two. Nothing here keeps state or needs an engine, so any thread and any
process may run it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from nomen.model.arrays import Int32Array, UInt8Array
from nomen.model.errors import TooManyTokensError
from nomen.model.pieces import join_pieces, pieces_of
from nomen.model.reading import Route, Routing
from nomen.model.text.checking import checked_tokens, refuse_lone_surrogates
from nomen.model.text.tokenizer import tokenize
from nomen.model.windows import Window, WindowProbabilities, windows_of_block, windows_of_text

Document = str | Sequence[str]
"""A text, or a list of tokens."""


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
        first_pieces: Index of the first piece of each token among those that the windows keep,
            (T,); None where the windows keep the tokens themselves. See `pieces`.
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
    first_pieces: Int32Array | None = None
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
            first_pieces=self.first_pieces,
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
        max_tokens: Most tokens of a text, and pieces of a token list that has words of characters.
            None allows any number.

    Raises:
        TooManyTokensError: When it has more; the rest of a text was not read.
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
    pieces, first_pieces = pieces_of(tokens)
    if max_tokens is not None and first_pieces is not None and len(pieces) > max_tokens:
        raise TooManyTokensError(f"expected at most {max_tokens} tokens")
    return PreparedDocument(
        text=None,
        tokens=tokens,
        starts=None,
        ends=None,
        windows=windows_of_block(pieces),
        first_pieces=first_pieces,
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
    joined = _join([_kept(*each) for each in zip(document.windows, outputs, strict=True)])
    return joined if document.first_pieces is None else join_pieces(joined, document.first_pieces)


def _join(parts: Sequence[WindowProbabilities]) -> WindowProbabilities:
    if len(parts) == 1:
        return parts[0]
    none = np.zeros(0, dtype=np.float32)
    name, begin = (
        (np.concatenate(each) for each in zip(*parts, strict=True)) if parts else (none, none)
    )
    return WindowProbabilities(name, begin)


def _kept(window: Window, output: WindowProbabilities) -> WindowProbabilities:
    kept = slice(window.num_before, window.num_before + window.num_kept)
    return WindowProbabilities(output.name[kept], output.begin[kept])
