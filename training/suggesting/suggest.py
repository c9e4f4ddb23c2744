"""Suggests the sentences of raw texts that should be labelled next."""

import logging
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from nomen.model.tagger import Tagger
from nomen.training.errors import CorpusError
from nomen.training.formats.reading import Tally, stream_file
from nomen.training.formats.settings import FileSettings
from nomen.training.suggesting.candidates import (
    MAX_TOKENS,
    MIN_TOKENS,
    Candidate,
    find_candidates,
    sentence_key,
)
from nomen.training.suggesting.choosing import choose_from_stream
from nomen.training.suggesting.raw_files import read_parts

LOG_SENTENCES = 100_000
"""A line is logged each time that so many sentences were read."""

logger = logging.getLogger("nomen.train")

Choose = Callable[[Iterable[Candidate], int], list[Candidate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """What is suggested, and what it was chosen from.

    Attributes:
        candidates: The sentences, the best first.
        num_read: Sentences that were read, those that are too short or too long aside.
        num_labelled: Those of them that are labelled already.
    """

    candidates: Sequence[Candidate]
    num_read: int
    num_labelled: int


def suggest(
    tagger: Tagger,
    paths: Sequence[Path],
    number: int,
    *,
    labelled: Sequence[Path] = (),
    settings: FileSettings | None = None,
    threshold: float | str | None = None,
    choose: Choose = choose_from_stream,
) -> Suggested:
    """Choose sentences of raw texts, read once and in bounded memory.

    Args:
        tagger: The bundle, whose doubts decide and whose names come with the sentences.
        paths: Files of raw text; see `raw_files.read_parts`.
        number: How many to choose at most.
        labelled: Files of labelled sentences, which are not suggested again.
        settings: How these are read.
        threshold: At which names are found; see `Tagger.tag`.
        choose: How sentences are chosen from a stream of them.

    Raises:
        CorpusError: When a file cannot be read or is malformed, or no sentence is left.
        ThresholdError: When the threshold is neither 0 to 1 nor a preset.
    """
    known = _labelled_keys(labelled, settings or FileSettings())
    counted = _Counted(known)
    parts = chain.from_iterable(map(read_parts, paths))
    found = choose(counted.unlabelled(find_candidates(tagger, parts, threshold=threshold)), number)
    if not found:
        raise CorpusError(
            f"{paths[0]}: expected a sentence of {MIN_TOKENS} to {MAX_TOKENS} tokens that is not "
            f"labelled, found none in {len(paths)} files"
        )
    return Suggested(candidates=found, num_read=counted.num_read, num_labelled=counted.num_labelled)


def choose_by_chance(candidates: Iterable[Candidate], number: int, *, seed: int) -> list[Candidate]:
    """Draw sentences of a stream, each with the same chance: what dev and test sentences need.

    *Source:* Vitter, Random Sampling with a Reservoir, 1985, algorithm R.
    """
    generator = random.Random(seed)  # noqa: S311  # no secret
    drawn: list[Candidate] = []
    for i, candidate in enumerate(candidates):
        if i < number:
            drawn.append(candidate)
        elif (place := generator.randrange(i + 1)) < number:
            drawn[place] = candidate
    return drawn


def _labelled_keys(paths: Iterable[Path], settings: FileSettings) -> frozenset[int]:
    """Give a number for each labelled sentence; others that differ may share it by chance."""
    found = (each for path in paths for each in stream_file(path, settings, Tally()))
    return frozenset(hash(sentence_key(each.sentence.tokens)) for each in found)


class _Counted:
    """Counts the sentences that pass, and leaves out those that are labelled."""

    def __init__(self, known: frozenset[int]) -> None:
        self.num_read = self.num_labelled = 0
        self._known = known

    def unlabelled(self, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
        for candidate in candidates:
            self.num_read += 1
            if self.num_read % LOG_SENTENCES == 0:
                logger.info("%d sentences read", self.num_read)
            if self._known and hash(_key(candidate)) in self._known:
                self.num_labelled += 1
            else:
                yield candidate


def _key(candidate: Candidate) -> str:
    return sentence_key(candidate.text[start:end] for start, end in candidate.tokens)
