"""Routes documents to bundles: by what the caller chose, or by the language of each paragraph."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.documents import PreparedDocument
from nomen.model.languages.identifier import Identified
from nomen.model.languages.paragraphs import LEAST_LETTERS, LEAST_PROBABILITY, Identifier
from nomen.model.reading import UNDETERMINED, Passage, Reader, Routing
from nomen.model.routing.choosing import Choice, choose_reader, first_reader, served_languages
from nomen.model.routing.identifying import open_identifier
from nomen.model.routing.paragraphs import FoundPassage, passages_of
from nomen.model.routing.runs import Run, better_readers, cut_at, runs_of
from nomen.model.text.scripts import LATIN
from nomen.model.windows import Window, windows_of_tokens

SURE = 0.9
"""Probability at which a text of few letters is told to be in a language that no bundle tags."""


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
        found = passages_of(document, self._known_identifier())
        served = self.languages if forced is None else self.readers[forced].languages
        passages = [self._passage(each, forced, served) for each in found]
        if forced is None and document.sentence_starts is not None:
            wholes = zip(found, passages, strict=True)
            passages = [part for each in wholes for part in self._cut(document, *each)]
        if len(passages) == 1 and passages[0].language in served:  # nearly all documents
            return _chosen(document, passages[0].reader, passages[0].language)
        return _with_windows(document, Routing.of(passages, found[0].text))

    def _cut(
        self, document: PreparedDocument, found: FoundPassage, whole: Passage
    ) -> list[Passage]:
        """Cut a passage where another bundle reads the script of some tokens better."""
        if not whole.is_served:
            return [whole]
        better = better_readers(
            found.text[found.start : found.end],
            reader=whole.reader,
            script=found.identified.script,
            readers=self.readers,
        )
        if not better:
            return [whole]
        runs = runs_of(document.tokens, better, first=whole.first_token, stop=whole.stop_token)
        return cut_at(whole, [self._run(document, run, better[run.script]) for run in runs])

    def _run(self, document: PreparedDocument, run: Run, reader: int) -> Passage:
        """Give the passage of a run: its language decides who reads it, if it is clear."""
        if document.text is None or document.starts is None or document.ends is None:
            raise TypeError("expected a text")
        start, stop = int(document.starts[run.first_token]), int(document.ends[run.stop_token - 1])
        language = self._clear_language(document.text[start:stop])
        served = first_reader(language, self.readers)
        if served is None or run.script not in self.readers[served].scripts:
            only = self.readers[reader].languages
            language = only[0] if len(only) == 1 and run.script != LATIN else UNDETERMINED
        else:
            reader = served
        return Passage(run.first_token, run.stop_token, start, stop, reader, language)

    def _clear_language(self, text: str) -> str:
        if len(text) < LEAST_LETTERS or sum(map(str.isalpha, text)) < LEAST_LETTERS:
            return UNDETERMINED
        (found,) = self._known_identifier().identify([text])
        return found.language if found.probability >= LEAST_PROBABILITY else UNDETERMINED

    def _known_identifier(self) -> Identifier:
        if self._identifier is None:
            self._identifier = open_identifier()
        return self._identifier

    def _passage(self, found: FoundPassage, forced: int | None, served: Sequence[str]) -> Passage:
        reader = self._reader(found.identified) if forced is None else forced
        script = found.identified.script
        is_known = not script or script in self.readers[reader].scripts
        language = _told_language(found, served, is_known=is_known)
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


def _told_language(found: FoundPassage, served: Sequence[str], *, is_known: bool) -> str:
    """Give the language that is told; few letters in a known script must be sure to be told."""
    language = found.identified.language
    if language in served or not is_known or found.identified.probability >= SURE:
        return language
    num_letters = sum(map(str.isalpha, found.text[found.start : found.end]))
    return language if num_letters >= LEAST_LETTERS else UNDETERMINED


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
    if not len(own) or own[0]:
        own = np.concatenate([np.zeros(1, dtype=np.int32), own])
    return windows_of_tokens(document.tokens[tokens], document.breaks[tokens], own)
