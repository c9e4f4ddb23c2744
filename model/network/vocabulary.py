"""Vocabulary: the ids of word forms and characters, and the shapes of words."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict

from nomen.model.network.folding import fold
from nomen.model.text.breaks import MARKS, split_mark
from nomen.model.text.stand_ins import without_stand_ins

UNKNOWN_FORM = 0
PADDING_CHARACTER, UNKNOWN_CHARACTER = 0, 1
NUM_RESERVED_FORMS, NUM_RESERVED_CHARACTERS = 1, 2

SHAPES = (
    "lower",
    "title",
    "upper",
    "single_upper",
    "initial",
    "mixed",
    "inner_mark",
    "digits",
    "alphanumeric",
    "other",
    "markup",
)
"""The word shapes, in the order of their ids."""

NUM_SHAPES = len(SHAPES) * (1 + len(MARKS))
"""Ids of shapes: the shapes of tokens without a mark, then those with each mark in its order."""

_NUM_PLAIN_SHAPES = SHAPES.index("markup")
PLAIN_SHAPES = [
    i if i < _NUM_PLAIN_SHAPES else SHAPES.index("other") for i in range(len(SHAPES))
] * (1 + len(MARKS))
"""For each id of a shape the one it had before there were marks and markup."""

_SIGNS = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
_ZEROS = (
    *(0x30, 0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50),
    *(0xED0, 0xF20, 0x1040, 0x17E0),
)
"""The digit 0 of each living script; the digits 1 to 9 follow it."""
_DIGITS = {zero + digit: "0" for zero in _ZEROS for digit in range(10)}
_SAME_WORD = {
    "\u02bb": "'",
    "\u0131": "i",  # Turkish has two letters i, and so four; casings need to meet
    "\u0219": "\u015f",  # Romanian s and t with a comma below, often written with a cedilla
    "\u021b": "\u0163",
    "\u0451": "\u0435",  # Russian yo, mostly written as ye
    "\u0622": "\u0627",  # Arabic alef with maddah or hamza, often written without
    "\u0623": "\u0627",
    "\u0625": "\u0627",
    "\u0671": "\u0627",
}
_ASCII_DIGITS = str.maketrans("123456789", "000000000")
_DOTTED_I = "i\u0307"
_SPELLINGS = str.maketrans(_SIGNS | _SAME_WORD) | _DIGITS


_ADDRESS = re.compile(r"@\w|\w@|https?:|\w://|www\.", re.IGNORECASE)

_BACKTICK = re.compile(r"(?<=[^\W_])`(?=[^\W_])")
_BROKEN = re.compile(r"[-\u2010\u2011]\s+")
_TAG = re.compile(r"(</?[A-Za-z][\w:.-]*)[^<>]*>")


def normalize_token(token: str) -> str:
    """Give a token, without its mark, as it is meant: tokens that look alike get the same ids.

    Character references of HTML, escapes and other stand-ins are decoded. A word that was
    hyphenated over a line's end is whole again. Of a tag, its name is left. Other scripts and rare
    signs are folded (see `fold`).
    """
    if token[:1] == "<" and (tag := _TAG.fullmatch(token)):
        return f"{tag[1]}>"
    if "\n" in token:
        token = _BROKEN.sub("", token)
    token = without_stand_ins(token)
    if token.isascii():
        return _BACKTICK.sub("'", token) if "`" in token else token
    return fold(token)


def word_form(token: str) -> str:
    """Fold case, digits, typographic quotes and marks that are often left out.

    Args:
        token: A normalized token.
    """
    lower = token.lower()
    if lower.isascii():
        return lower.translate(_ASCII_DIGITS)
    return lower.replace(_DOTTED_I, "i").translate(_SPELLINGS)


def shape_id(token: str, mark: str = "") -> int:
    """Give the shape of a normalized token: an index into `SHAPES`, after those of other marks."""
    place = MARKS.index(mark) + 1 if mark else 0
    return SHAPES.index(_shape(token)) + place * len(SHAPES)


def _shape(token: str) -> str:
    if token[:1] == "<" and _TAG.fullmatch(token):
        return "markup"
    letters = [character for character in token if character.isalpha()]
    if not letters:
        return "digits" if any(map(str.isdigit, token)) else "other"
    if any(map(str.isdigit, token)):
        return "alphanumeric"
    if token[0].isupper() and len(letters) == 1:
        return "initial" if token.endswith(".") else "single_upper"
    if len(letters) == len(token):
        return _letters_shape(token)
    return "inner_mark" if token[0].isupper() else "other"


def _letters_shape(token: str) -> str:
    if token.islower():
        return "lower"
    if token.isupper():
        return "upper"
    return "title" if token[0].isupper() and token[1:].islower() else "mixed"


class Vocabulary(BaseModel):
    """The word forms and characters that have their own vector.

    Ids of forms begin at 1 (0 is the unknown form); ids of characters at 2 (0 pads, 1 is unknown).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    forms: list[str]
    characters: str

    @classmethod
    def build(
        cls, tokens: Iterable[str], *, min_count: int, max_forms: int
    ) -> tuple["Vocabulary", dict[str, int]]:
        """Count tokens; keep the frequent forms, and each character seen `min_count` times.

        Returns:
            The vocabulary, and how often each kept form was counted.
        """
        return cls.from_counts(Counter(tokens), min_count=min_count, max_forms=max_forms)

    @classmethod
    def from_counts(
        cls, counts: Mapping[str, int], *, min_count: int, max_forms: int
    ) -> tuple["Vocabulary", dict[str, int]]:
        """Do the same as `build` for distinct tokens and their counts.

        Addresses and handles get no vector: they name people, and a bundle lists its forms.
        """
        forms: Counter[str] = Counter()
        characters: Counter[str] = Counter()
        for written, count in counts.items():
            token = normalize_token(split_mark(written)[1])
            if not _ADDRESS.search(token):
                forms[word_form(token)] += count
            for character in token:
                characters[character] += count
        kept = sorted(forms.items(), key=lambda item: (-item[1], item[0]))[:max_forms]
        frequent = {form: count for form, count in kept if count >= min_count}
        letters = sorted(c for c, count in characters.items() if count >= min_count)
        return cls(forms=list(frequent), characters="".join(letters)), frequent

    def grown(self, tokens: Iterable[str], *, min_count: int, max_new: int) -> "Vocabulary":
        """Add the frequent new forms and characters of tokens behind those that it has.

        Args:
            tokens: Labelled tokens.
            min_count: How often a form or character must be among them.
            max_new: Most forms to add.
        """
        found, _ = self.build(tokens, min_count=min_count, max_forms=self.num_forms + max_new)
        new = [form for form in found.forms if form not in self.form_ids][:max_new]
        letters = [c for c in found.characters if c not in self.character_ids]
        return Vocabulary(forms=[*self.forms, *new], characters=self.characters + "".join(letters))

    @property
    def num_forms(self) -> int:
        """Rows of the form embedding."""
        return len(self.forms) + NUM_RESERVED_FORMS

    @property
    def num_characters(self) -> int:
        """Rows of the character embedding."""
        return len(self.characters) + NUM_RESERVED_CHARACTERS

    @cached_property
    def form_ids(self) -> dict[str, int]:
        """The id of every known form."""
        return {form: i for i, form in enumerate(self.forms, NUM_RESERVED_FORMS)}

    @cached_property
    def character_ids(self) -> dict[str, int]:
        """The id of every known character."""
        return {c: i for i, c in enumerate(self.characters, NUM_RESERVED_CHARACTERS)}
