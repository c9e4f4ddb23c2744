"""The config of augmentation, and the augmenter that changes a drawn sentence by it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from nomen.training.augmentation import perturbation
from nomen.training.augmentation.recutting import recut
from nomen.training.augmentation.swapping import NameSource, swap_names
from nomen.training.data.labels import LabelledSentence

Share = Annotated[float, Field(ge=0, le=1)]
Change = Callable[[LabelledSentence, random.Random], LabelledSentence]

TYPO_RATES = (0.02, 0.05, 0.10)
"""Shares of the letters of a sentence that are mistyped; each share is as likely."""

MISREAD_RATE, MERGE_RATE = 0.05, 0.05
"""Shares of a scanned sentence's characters that are misread and of its blanks that are lost."""


class Augmentation(BaseModel):
    """How often a sentence is changed when an epoch draws it, each 0 to 1.

    Attributes:
        join: Share of sentences joined with the one before in their corpus.
        hyphens: Share of sentences whose names are joined at hyphens. Some corpora split names at
            hyphens; the tokenizer never does.
        swap: Share of sentences whose names are swapped for names of the world.
        invent: Share of the swapped-in names that are spliced from two listed ones.
        splice: Share of sentences whose names are swapped for names spliced from two of the
            training sentences' own; needs no lists.
        firms: Share of sentences whose names become names of firms and are no longer labelled.
        reshape: Share of sentences whose names are written in another form: initials, particles,
            surname first, forename alone.
        typos: Share of sentences with mistyped letters.
        scan: Share of sentences with misread letters and lost blanks.
        lower: Share of sentences in lower case.
        upper: Share of sentences in upper case.
        title: Share of sentences With Each Word Capitalised.
        recut: Share of sentences whose text, after all other changes, is cut by the tokenizer.
            Corpora cut otherwise, and they cut before the casing changes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    join: Share = 0.0
    hyphens: Share = 0.0
    swap: Share = 0.0
    invent: Share = 0.0
    splice: Share = 0.0
    firms: Share = 0.0
    reshape: Share = 0.0
    typos: Share = 0.0
    scan: Share = 0.0
    lower: Share = 0.0
    upper: Share = 0.0
    title: Share = 0.0
    recut: Share = 0.0


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Changes sentences as a recipe's config says.

    Attributes:
        config: How often.
        names: Where swapped names come from; needed where `config.swap` is above 0.
        spliced: Where spliced names come from; needed where `config.splice` is above 0.
    """

    config: Augmentation
    names: NameSource | None = None
    spliced: NameSource | None = None

    def apply(
        self, sentences: Sequence[LabelledSentence], index: int, generator: random.Random
    ) -> LabelledSentence:
        """Draw the changed form of one sentence of a corpus: names, then letters, then casing."""
        sentence = sentences[index]
        if index and generator.random() < self.config.join:
            sentence = _joined(sentences[index - 1], sentence)
        for share, change in self._changes():
            if generator.random() < share:
                sentence = change(sentence, generator)
        sentence = self._recased(sentence, generator)
        if self.config.recut and generator.random() < self.config.recut:
            sentence = recut(sentence)
        return sentence

    def _changes(self) -> tuple[tuple[float, Change], ...]:
        config = self.config
        # A change that is off still draws; recipes without splicing keep the draws they had.
        splice = ((config.splice, self._spliced),) if config.splice else ()
        return (
            (config.hyphens, _closed_hyphens),
            (config.swap, self._swapped),
            *splice,
            (config.firms, perturbation.as_firms),
            (config.reshape, _reshaped),
            (config.typos, _mistyped),
            (config.scan, _scanned),
        )

    def _swapped(self, sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
        if self.names is None:
            raise ValueError("expected a source of names to swap in")
        return swap_names(sentence, self.names, generator)

    def _spliced(self, sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
        if self.spliced is None:
            raise ValueError("expected a source of names to splice")
        return swap_names(sentence, self.spliced, generator)

    def _recased(self, sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
        draw = generator.random()
        for share, change in (
            (self.config.lower, perturbation.lower),
            (self.config.upper, perturbation.upper),
            (self.config.title, perturbation.title),
        ):
            if draw < share:
                return change(sentence)
            draw -= share
        return sentence


def _joined(first: LabelledSentence, second: LabelledSentence) -> LabelledSentence:
    soft_labels = None
    if first.soft_labels is not None and second.soft_labels is not None:
        soft_labels = np.concatenate([first.soft_labels, second.soft_labels])
    shift = len(first.tokens)
    names = first.names + tuple((start + shift, end + shift) for start, end in second.names)
    return LabelledSentence(first.tokens + second.tokens, names, soft_labels)


def _closed_hyphens(sentence: LabelledSentence, _: random.Random) -> LabelledSentence:
    """Write `Jean - Luc` as `Jean-Luc` in names."""

    def close(name: Sequence[str]) -> Sequence[str]:
        return tuple(" ".join(name).replace(" - ", "-").split(" "))

    return perturbation.rewritten(sentence, close)


def _reshaped(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    forms: tuple[Change, ...] = (
        lambda s, _: perturbation.initials(s),
        lambda s, _: perturbation.surname_first(s),
        lambda s, _: perturbation.forename_only(s),
        perturbation.with_particles,
    )
    return generator.choice(forms)(sentence, generator)


def _mistyped(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    return perturbation.with_typos(sentence, generator, rate=generator.choice(TYPO_RATES))


def _scanned(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    misread = perturbation.misread(sentence, generator, rate=MISREAD_RATE)
    return perturbation.merged(misread, generator, rate=MERGE_RATE)
