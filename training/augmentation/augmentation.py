"""The config of augmentation, and the augmenter that changes a drawn sentence by it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from nomen.training.augmentation import context, forms, perturbation
from nomen.training.augmentation.chinese_characters import in_other_characters
from nomen.training.augmentation.enclosing import enclosed
from nomen.training.augmentation.framing import framed
from nomen.training.augmentation.namesakes import as_namesakes
from nomen.training.augmentation.placeholders import redacted
from nomen.training.augmentation.quoting import quoted
from nomen.training.augmentation.recutting import recut
from nomen.training.augmentation.spellings import accented, mangled, without_accents
from nomen.training.augmentation.swapping import NameSource, swap_names
from nomen.training.data.labels import LabelledSentence

Share = Annotated[float, Field(ge=0, le=1)]
Change = Callable[[LabelledSentence, random.Random], LabelledSentence]

TYPO_RATES = (0.02, 0.05, 0.10)
"""Shares of the letters of a sentence that are mistyped; each share is as likely."""

MISREAD_RATE, MERGE_RATE = 0.05, 0.05
"""Shares of a scanned sentence's characters that are misread and of its blanks that are lost."""

_ALWAYS = frozenset({"hyphens", "swap", "firms", "reshape", "typos", "scan"})
"""Changes that draw even if they are off, so that recipes without the others keep their draws."""


class Augmentation(BaseModel):
    """How often a sentence is changed when an epoch draws it, each 0 to 1.

    Attributes:
        join: Share of sentences joined with the one before in their corpus.
        block: Share of sentences that are the last of a block, after some of those before them in
            their corpus, which serving would read with them: in one line, as lines or paragraphs,
            or as the items of a list, cut short.
        frames: Share of sentences in whose place stands a signature, a field or a list of the
            corpus's language, with names; needs frames of it.
        hyphens: Share of sentences whose names are joined at hyphens. Some corpora split names at
            hyphens; the tokenizer never does.
        swap: Share of sentences whose names are swapped for names of the world.
        invent: Share of the swapped-in names that are spliced from two listed ones.
        splice: Share of sentences whose names are swapped for names spliced from two of the
            training sentences' own; needs no lists.
        firms: Share of sentences whose names become names of firms and are no longer labelled.
        namesakes: Share of sentences whose names become streets, prizes, diseases and other things
            named after persons and are no longer labelled.
        redact: Share of sentences with placeholders, masks or hashes, not labelled, in the place of
            all or some names.
        reshape: Share of sentences whose names are written in another form: initials, particles,
            surname first, one part alone, a nickname, the surname in capitals.
        single: Share of sentences with forenames or surnames alone in the place of whole names.
        surname_first: Share of sentences whose names have the surname first, mostly with a comma.
        enclose: Share of sentences whose names stand in quotes, brackets or HTML tags.
        recase_names: Share of sentences whose names alone are in lower case or capitals.
        typos: Share of sentences with mistyped letters.
        scan: Share of sentences with misread letters and lost blanks.
        accent: Share of sentences whose words with a capital, names or not, get marks on letters.
        unaccent: Share of sentences whose letters lose their marks.
        stops: Share of sentences without their last stop.
        thin: Share of sentences cut out around a name, or anywhere, to a few words.
        cut_names: Share of sentences that end or begin inside a name.
        breaks: Share of sentences with a line end, a blank line or a wide gap beside a name.
        head: Share of sentences whose first token is marked as that of a new line or paragraph,
            which it is unless it begins the text.
        quote: Share of sentences in wrapped lines that begin with `>` or `#`, also inside names.
        lower: Share of sentences in lower case.
        upper: Share of sentences in upper case.
        title: Share of sentences With Each Word Capitalised.
        other_characters: Share of Chinese sentences written in traditional characters instead of
            simplified ones, or the reverse.
        mangle: Share of sentences whose letters with marks are damaged by wrong encodings or are
            HTML references.
        recut: Share of sentences whose text, after all other changes, is cut by the tokenizer.
            Corpora cut otherwise, and they cut before the casing changes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    join: Share = 0.0
    block: Share = 0.0
    frames: Share = 0.0
    hyphens: Share = 0.0
    swap: Share = 0.0
    invent: Share = 0.0
    splice: Share = 0.0
    firms: Share = 0.0
    namesakes: Share = 0.0
    redact: Share = 0.0
    reshape: Share = 0.0
    single: Share = 0.0
    surname_first: Share = 0.0
    enclose: Share = 0.0
    recase_names: Share = 0.0
    typos: Share = 0.0
    scan: Share = 0.0
    accent: Share = 0.0
    unaccent: Share = 0.0
    stops: Share = 0.0
    thin: Share = 0.0
    cut_names: Share = 0.0
    breaks: Share = 0.0
    head: Share = 0.0
    quote: Share = 0.0
    lower: Share = 0.0
    upper: Share = 0.0
    title: Share = 0.0
    other_characters: Share = 0.0
    mangle: Share = 0.0
    recut: Share = 0.0


@dataclass(frozen=True, slots=True)
class Augmenter:
    """Changes sentences as a recipe's config says.

    Attributes:
        config: How often.
        names: Where swapped names come from; needed where `config.swap` is above 0.
        spliced: Where spliced names come from; needed where `config.splice` is above 0.
        frames: The frames of the corpus's language; without them `config.frames` has no use.
    """

    config: Augmentation
    names: NameSource | None = None
    spliced: NameSource | None = None
    frames: Sequence[str] = ()

    def apply(
        self, sentences: Sequence[LabelledSentence], index: int, generator: random.Random
    ) -> LabelledSentence:
        """Draw the changed form of one sentence of a corpus.

        Neighbours are joined first. Then names change, letters, context, casing and, last, the cut.
        """
        sentence = self._drawn_from(sentences, index, generator)
        for share, change in self._changes():
            if generator.random() < share:
                sentence = change(sentence, generator)
        sentence = self._recased(sentence, generator)
        for share, change in self._rewritings():
            if generator.random() < share:
                sentence = change(sentence, generator)
        return sentence

    def _drawn_from(
        self, sentences: Sequence[LabelledSentence], index: int, generator: random.Random
    ) -> LabelledSentence:
        """Give a filled frame, or the sentence with its neighbours."""
        if self.frames and self.names and generator.random() < self.config.frames:
            return framed(self.frames, self.names, generator)
        return self._with_neighbours(sentences, index, generator)

    def _with_neighbours(
        self, sentences: Sequence[LabelledSentence], index: int, generator: random.Random
    ) -> LabelledSentence:
        if self.config.block and generator.random() < self.config.block:
            return context.block(sentences, index, generator)
        if index and generator.random() < self.config.join:
            return context.joined(sentences[index - 1 : index + 1])
        return sentences[index]

    def _changes(self) -> list[tuple[float, Change]]:
        """Give the changes before the casing."""
        return self._drawn(
            hyphens=_closed_hyphens,
            swap=self._swapped,
            splice=self._spliced,
            firms=perturbation.as_firms,
            namesakes=as_namesakes,
            redact=redacted,
            reshape=_reshaped,
            single=forms.one_part,
            surname_first=forms.in_register_order,
            enclose=enclosed,
            recase_names=forms.recased_names,
            typos=_mistyped,
            scan=_scanned,
            accent=accented,
            unaccent=lambda s, _: without_accents(s),
            stops=lambda s, _: context.without_stops(s),
            thin=context.cut_out,
            cut_names=context.cut_inside_name,
            breaks=context.broken,
            head=context.with_head,
            quote=quoted,
        )

    def _rewritings(self) -> list[tuple[float, Change]]:
        """Give the changes after the casing."""
        return self._drawn(
            other_characters=lambda s, _: in_other_characters(s),
            mangle=mangled,
            recut=lambda s, _: recut(s),
        )

    def _drawn(self, **changes: Change) -> list[tuple[float, Change]]:
        shares = ((getattr(self.config, name), name, change) for name, change in changes.items())
        return [(share, change) for share, name, change in shares if share or name in _ALWAYS]

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


def _closed_hyphens(sentence: LabelledSentence, _: random.Random) -> LabelledSentence:
    """Write `Jean - Luc` as `Jean-Luc` in names."""

    def close(name: Sequence[str]) -> Sequence[str]:
        return tuple(" ".join(name).replace(" - ", "-").split(" "))

    return perturbation.rewritten(sentence, close)


def _reshaped(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    changes: tuple[Change, ...] = (
        forms.with_initials,
        forms.in_register_order,
        forms.one_part,
        forms.with_nickname,
        lambda s, _: forms.surname_in_capitals(s),
        perturbation.with_particles,
    )
    return generator.choice(changes)(sentence, generator)


def _mistyped(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    return perturbation.with_typos(sentence, generator, rate=generator.choice(TYPO_RATES))


def _scanned(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    misread = perturbation.misread(sentence, generator, rate=MISREAD_RATE)
    return perturbation.merged(misread, generator, rate=MERGE_RATE)
