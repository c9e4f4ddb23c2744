"""Which words of names are ordinary words of their language: they stand outside names, too."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.experiments.languages.words import WantedWords, in_lower_case, words_of

FEWEST_TIMES = 3
"""How often a word stands outside names at least."""
SHARE_IN_TITLE_CASE = 0.25
"""A language writes nouns with a capital where more of its words outside names have one. German has
.31, the next languages, which title many things, .21 and .17."""


def words_in_names(sentences: Iterable[LabelledSentence], language: str) -> frozenset[str]:
    """Give the words of all names, in lower case."""
    return frozenset(
        in_lower_case(word, language)
        for sentence in sentences
        for start, stop in sentence.names
        for word in words_of(sentence.tokens[start:stop])
    )


def ordinary_words(
    wanted: Collection[str], sentences: Iterable[LabelledSentence], language: str
) -> frozenset[str]:
    """Give the wanted words that the sentences have `FEWEST_TIMES` and more outside names.

    What counts is a word in lower case, or in a script without case. A capital may be that of a
    place or a firm, so a word in title case counts in a language that writes nouns with a capital
    alone, and not as the first of a sentence. That language is told by its sentences: more than
    `SHARE_IN_TITLE_CASE` of their words outside names have one capital, in front.

    Args:
        wanted: Words in lower case.
        sentences: Of that language, with the names of persons.
        language: A tag of BCP 47.
    """
    places = WantedWords(wanted)
    lower: Counter[str] = Counter()
    title: Counter[str] = Counter()
    num_words = num_titled = 0
    for sentence in sentences:
        for tokens, is_first in _outside_names(sentence):
            plain = [in_lower_case(token, language) for token in tokens]
            later = [token for token in tokens[is_first:] if len(token) > 1 and token.isalpha()]
            num_words += len(later)
            num_titled += sum(map(str.istitle, later))
            for start, stop in places.places(plain):
                written, word = "".join(tokens[start:stop]), "".join(plain[start:stop])
                lower[word] += written == word
                title[word] += written.istitle() and not (is_first and start == 0)
    if num_titled > SHARE_IN_TITLE_CASE * num_words:
        lower += title
    return frozenset(word for word, times in lower.items() if times >= FEWEST_TIMES)


def _outside_names(sentence: LabelledSentence) -> Iterator[tuple[Sequence[str], bool]]:
    """Give the tokens before, between and after names, and whether they begin the sentence."""
    bounds = (0, *(end for name in sentence.names for end in name), len(sentence.tokens))
    for i, (start, stop) in enumerate(pairwise(bounds)):
        if i % 2 == 0 and start < stop:
            yield sentence.tokens[start:stop], start == 0


def names_that_are_words(
    sentence: LabelledSentence, ordinary: Collection[str], language: str
) -> list[Span]:
    """Give the names of a sentence whose every word is an ordinary one.

    Initials and marks are passed over; a name of nothing else is none of them.
    """
    return [
        name
        for name in sentence.names
        if (words := _words(sentence, name))
        and all(in_lower_case(word, language) in ordinary for word in words)
    ]


def names_with_words(
    sentence: LabelledSentence, ordinary: Collection[str], language: str
) -> list[Span]:
    """Give the names of a sentence that have an ordinary word, particles in lower case aside."""
    return [
        name
        for name in sentence.names
        if any(
            in_lower_case(word, language) in ordinary
            for word in _words(sentence, name)
            if not word.islower()
        )
    ]


def _words(sentence: LabelledSentence, name: Span) -> list[str]:
    return words_of(sentence.tokens[slice(*name)])
