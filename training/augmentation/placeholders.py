"""Redacts the names of a sentence, so that what stands in their place is learned as no name."""

import random
from collections.abc import Callable, Sequence

from nomen.model.text.breaks import split_mark
from nomen.model.text.tokenizer import tokenize
from nomen.training.augmentation.drafts import Draft
from nomen.training.data.labels import LabelledSentence

_WORDS = (
    "NAME", "NAME", "NAME", "PERSON", "PERSON", "PER", "REDACTED", "ANONYMIZED", "FIRSTNAME",
    "LASTNAME", "PATIENT", "CLIENT", "USER", "PII", "HIDDEN", "Name", "Person", "redacted", "name",
    "withheld",
)  # fmt: skip
_SIGNS = (
    ("[", "]"), ("[", "]"), ("[", "]"), ("<", ">"), ("<", ">"), ("{", "}"), ("{{", "}}"),
    ("(", ")"), ("<<", ">>"), ("##", "##"), ("__", "__"), ("%", "%"), ("", ""),
)  # fmt: skip
_NUMBERS = ("", "", "_{}", "_{}", "{}", "-{}", ":{}")
_MASKS = ("*", "*", "X", "X", "x", "█", "_", "#", "•")
_HASH_DIGITS = (8, 12, 16, 16, 32)
_ALL, _SHOWN = 0.6, 0.95

Placeholder = Callable[[Sequence[str], int], str]
"""From the tokens of a name and the number of its person to what stands in its place."""


def redacted(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Put placeholders in the place of all names or of each second one, all of one kind.

    They are words in brackets, with or without numbers, masks of the length of each word or of one
    length, hashes, or nothing at all where words are left beside. The same name has the same
    number. Placeholders are cut as the tokenizer does.
    """
    write = _drawn_kind(generator)
    share = 1.0 if generator.random() < _ALL else 0.5
    numbers: dict[tuple[str, ...], int] = {}
    draft, last = Draft(sentence), 0
    for start, end in sentence.names:
        if generator.random() >= share:
            continue
        mark = split_mark(sentence.tokens[start])[0]
        name = tuple(split_mark(token)[1] for token in sentence.tokens[start:end])
        tokens = tokenize(write(name, numbers.setdefault(name, len(numbers) + 1))).tokens
        draft.keep(last, start)
        if tokens:
            draft.write((mark + tokens[0], *tokens[1:]))
        last = end
    found = draft.keep(last, len(sentence.tokens)).finish()
    return found if found.tokens else sentence


def _drawn_kind(generator: random.Random) -> Placeholder:
    kinds = (_drawn_word, _drawn_word, _drawn_word, _drawn_mask, _drawn_mask, _drawn_hash)
    return generator.choice(kinds)(generator) if generator.random() < _SHOWN else _nothing


def _nothing(name: Sequence[str], number: int) -> str:
    del name, number
    return ""


def _drawn_word(generator: random.Random) -> Placeholder:
    opening, closing = generator.choice(_SIGNS)
    form = f"{generator.choice(_WORDS)}{generator.choice(_NUMBERS)}"
    return lambda _, number: f"{opening}{form.format(number)}{closing}"


def _drawn_mask(generator: random.Random) -> Placeholder:
    sign = generator.choice(_MASKS)
    length = generator.choice((0, 0, 3, 4, 5, 8))
    if length:
        return lambda *_: sign * length
    return lambda name, _: " ".join(sign * len(word) for word in name)


def _drawn_hash(generator: random.Random) -> Placeholder:
    num_digits = generator.choice(_HASH_DIGITS)
    salt = generator.getrandbits(4 * num_digits)
    return lambda _, number: f"{(salt * (2 * number + 1)) % 16**num_digits:0{num_digits}x}"
