"""Routes documents to bundles: by what the caller chose, or by the language of each paragraph."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.documents import PreparedDocument
from nomen.model.languages.identifier import Identified
from nomen.model.languages.paragraphs import Identifier
from nomen.model.reading import UNDETERMINED, Passage, Reader, Routing
from nomen.model.routing.choosing import Choice, choose_reader, first_reader, served_languages
from nomen.model.routing.identifying import open_identifier
from nomen.model.routing.paragraphs import FoundPassage, passages_of
from nomen.model.windows import Window, windows_of_tokens


class LateRoute:
    """Finds out the language of a document when somebody asks for it.

    Args:
        router: Finds it out.
        document: The document.
    """

    def __init__(self, router: "Router", document: PreparedDocument) -> None:
        self._router = router
        self._document = document
        self._routing: Routing | None = None

    def __call__(self) -> Routing:
        """Give the routing."""
        if self._routing is None:
            self._routing = self._router.route_alone(self._document)
        return self._routing


class Router:
    """Routes documents to one or more bundles.

    Args:
        readers: The bundles, at least one. The first reads what nobody else does.
        identifier: Tells the languages of texts. None is the one that ships with Nomen; it is
            loaded when it is needed first.

    Attributes:
        readers: As given.
        languages: All languages that are tagged, in the order of the bundles.
    """

    def __init__(self, readers: Sequence[Reader], identifier: Identifier | None = None) -> None:
        self.readers = tuple(readers)
        self.languages = served_languages(self.readers)
        self._identifier = identifier

    def choose(self, language: str) -> Choice:
        """Find out what a caller's `language` means; see `choose_reader`."""
        return choose_reader(language, self.readers)

    def route(
        self, documents: Sequence[PreparedDocument], choice: Choice
    ) -> list[PreparedDocument]:
        """Tell which bundle reads what of documents.

        Args:
            documents: The documents.
            choice: What the caller chose for all of them.

        Returns:
            The documents with their routing. Where several bundles read one, its windows are cut
            at the ends of its passages. Where there is one bundle, it reads all, and the language
            is found out when somebody asks for it.
        """
        if choice.reader is not None and choice.language is not None:
            return [_chosen(each, choice.reader, choice.language) for each in documents]
        if len(self.readers) == 1:
            return [each.routed(None, LateRoute(self, each)) for each in documents]
        return [self._identified(each, choice.reader) for each in documents]

    def route_alone(self, document: PreparedDocument) -> Routing:
        """Tell the language of a document that the only bundle reads."""
        routed = self._identified(document, None)
        if routed.routing is None:
            raise TypeError("expected a routing")
        return routed.routing

    def _identified(self, document: PreparedDocument, forced: int | None) -> PreparedDocument:
        """Route a document by what its paragraphs are written in."""
        if self._identifier is None:
            self._identifier = open_identifier()
        found = passages_of(document, self._identifier)
        served = self.languages if forced is None else self.readers[forced].languages
        if len(found) == 1 and found[0].identified.language in served:  # nearly all documents
            language = found[0].identified.language
            reader = self._reader(found[0].identified) if forced is None else forced
            return _chosen(document, reader, language)
        passages = [self._passage(each, forced, served) for each in found]
        return _with_windows(document, Routing.of(passages, found[0].text))

    def _passage(self, found: FoundPassage, forced: int | None, served: Sequence[str]) -> Passage:
        reader = self._reader(found.identified) if forced is None else forced
        language, script = found.identified.language, found.identified.script
        is_known = not script or script in self.readers[reader].scripts
        return Passage(
            found.first_token,
            found.stop_token,
            found.start,
            found.end,
            reader,
            language,
            is_known if language == UNDETERMINED else language in served,
        )

    def _reader(self, found: Identified) -> int:
        """Give the bundle for a language; where none tags it, one that learned its script."""
        served = first_reader(found.language, self.readers)
        if served is not None:
            return served
        able = [i for i, reader in enumerate(self.readers) if found.script in reader.scripts]
        if not able:
            return 0
        if found.language == UNDETERMINED:
            return able[0]
        return max(able, key=lambda i: len(self.readers[i].languages))


def _chosen(document: PreparedDocument, reader: int, language: str) -> PreparedDocument:
    whole = Passage(0, len(document.tokens), 0, len(document.text or ""), reader, language)
    readers = (reader,) * len(document.windows)
    routing = Routing(language=language, passages=(whole,), window_readers=readers)
    return _with_routing(document, routing)


def _with_routing(document: PreparedDocument, routing: Routing) -> PreparedDocument:
    return document.routed(routing, routing)


def _with_windows(document: PreparedDocument, routing: Routing) -> PreparedDocument:
    """Cut the windows anew where several bundles read a document, if its sentences are known."""
    if not routing.is_mixed:
        readers = (routing.passages[0].reader,) * len(document.windows)
        return _with_routing(document, replace(routing, window_readers=readers))
    if document.sentence_starts is None:
        return _with_routing(document, replace(routing, window_readers=_readers(document, routing)))
    windows: list[Window] = []
    window_readers: list[int] = []
    for reader, group in groupby(routing.passages, key=lambda each: each.reader):
        passages = list(group)
        tokens = slice(passages[0].first_token, passages[-1].stop_token)
        found = _windows_of(document, tokens, document.sentence_starts)
        windows += found
        window_readers += [reader] * len(found)
    routing = replace(routing, window_readers=tuple(window_readers))
    return _with_routing(replace(document, windows=windows), routing)


def _readers(document: PreparedDocument, routing: Routing) -> tuple[int, ...]:
    """Give the reader of the first token that each window keeps."""
    readers, first = [], 0
    for window in document.windows:
        readers.append(next(p.reader for p in routing.passages if first < p.stop_token))
        first += window.num_kept
    return tuple(readers)


def _windows_of(
    document: PreparedDocument, tokens: slice, sentence_starts: Int32Array
) -> list[Window]:
    if document.breaks is None:
        raise TypeError("expected a text")
    is_own = (sentence_starts >= tokens.start) & (sentence_starts < tokens.stop)
    own = sentence_starts[is_own] - np.int32(tokens.start)
    return windows_of_tokens(document.tokens[tokens], document.breaks[tokens], own)
