"""What is hard in each language: words that are names, and texts with nothing to find."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.names.name_lists import HALVES
from nomen.training.data.names.names_of_languages import read_listed_names
from nomen.training.experiments.languages.nothing import NamelessText, nameless_texts
from nomen.training.experiments.languages.ordinary import (
    names_that_are_words,
    names_with_words,
    ordinary_words,
    words_in_names,
)
from nomen.training.experiments.languages.sets import SetsByLanguage, read_train
from nomen.training.experiments.languages.words import WantedWords, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageCases:
    """What is hard in the dev sets of one language.

    Attributes:
        sets: The sentences of each dev set.
        word_names: For each sentence of all sets, its names whose every word is an ordinary one of
            the language (see `ordinary_words`); initials and marks are passed over.
        names_with_words: The same where one word is enough, in title case where there is case:
            particles (`von`) make no name hard.
        listed: For each, the places outside names where a listed name stands, as token spans.
        nameless: Texts with nothing to find.
    """

    sets: Sequence[Sequence[LabelledSentence]]
    word_names: Sequence[Collection[Span]]
    names_with_words: Sequence[Collection[Span]]
    listed: Sequence[Collection[Span]]
    nameless: Sequence[NamelessText]


def read_cases(sets: SetsByLanguage, corpora: Path) -> dict[str, LanguageCases]:
    """Find what is hard in dev sets; read train sentences and lists of names for it.

    Args:
        sets: The dev sets of each language.
        corpora: The folder of corpora, which the folder of languages stands beside.

    Raises:
        CorpusError: When a train split or a list cannot be read.
    """
    return {
        language: find_cases(
            language, found, read_train(corpora, language), _listed(language, corpora)
        )
        for language, found in sets.items()
    }


def _listed(language: str, corpora: Path) -> Iterable[str]:
    for half in HALVES:
        names = read_listed_names(language, corpora, half)
        yield from chain(names.given, names.family)


def find_cases(
    language: str,
    sets: Mapping[str, Sequence[LabelledSentence]],
    train: Iterable[LabelledSentence],
    listed_names: Iterable[str],
) -> LanguageCases:
    """Find what is hard in the dev sets of a language.

    Args:
        language: A tag of BCP 47.
        sets: Its dev sets.
        train: Sentences that tell its ordinary words; they are read once.
        listed_names: Its listed names; those of several words are passed over.
    """
    sentences = list(chain(*sets.values()))
    ordinary = ordinary_words(words_in_names(sentences, language), train, language)
    listed = WantedWords([name for name in listed_names if words_of([name]) and " " not in name])
    return LanguageCases(
        sets=list(sets.values()),
        word_names=[names_that_are_words(each, ordinary, language) for each in sentences],
        names_with_words=[names_with_words(each, ordinary, language) for each in sentences],
        listed=[_outside(each, listed) for each in sentences],
        nameless=[text for found in sets.values() for text in nameless_texts(found)],
    )


def _outside(sentence: LabelledSentence, words: WantedWords) -> list[Span]:
    in_names = sentence.in_names()
    return [
        (start, stop)
        for start, stop in words.places(sentence.tokens)
        if not in_names[start:stop].any()
    ]
