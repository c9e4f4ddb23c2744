"""Spells letters with marks and other signs as plain or damaged texts do."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from html.entities import codepoint2name

from nomen.model.text.breaks import split_mark
from nomen.training.augmentation.recutting import recut
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.name_lists import without_marks

REFERENCED_BLANKS = 0.15
"""Share of the blanks that are references where letters are."""

ACCENTED_LETTERS = 0.4
"""Share of the letters for which a mark is drawn; most marks fit few letters."""

_MARKS = (
    "\u0300\u0301\u0301\u0302\u0303\u0304\u0306\u0307"
    "\u0308\u0309\u030a\u030c\u031b\u0323\u0327\u0328"
)
_PLAIN = str.maketrans({
    "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ł": "l", "Ł": "L", "ħ": "h",
    "Ħ": "H", "\u0131": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th",
    "Þ": "Th", "ə": "e", "Ə": "E", "\u2019": "'", "\u02bb": "'", "\u02bc": "'",
})  # fmt: skip
_MARKUP = frozenset("&<>\"'")

Spelling = Callable[[str], str]
"""Spells one character."""


def without_accents(sentence: LabelledSentence) -> LabelledSentence:
    """Write letters without their marks: `Łukasz Müller` as `Lukasz Muller`."""

    def plain(token: str) -> str:
        mark, word = split_mark(token)
        return mark + (without_marks(word).translate(_PLAIN) or word)

    return replace(sentence, tokens=tuple(map(plain, sentence.tokens)))


def accented(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Put marks on letters of words that begin with a capital, names or not: `Tom` as `Tóm`.

    A few letters get two. So a network learns that marks neither make nor unmake a name.
    """

    def accent(token: str) -> str:
        if not split_mark(token)[1][0].isupper():
            return token
        return "".join(
            _with_mark(c, generator) if generator.random() < ACCENTED_LETTERS else c for c in token
        )

    return replace(sentence, tokens=tuple(map(accent, sentence.tokens)))


def _with_mark(letter: str, generator: random.Random) -> str:
    if not letter.isalpha():
        return letter
    marks = generator.sample(_MARKS, generator.choice((1, 1, 1, 2)))
    found = unicodedata.normalize("NFC", letter + "".join(marks))
    return found if len(found) == 1 else letter


def mangled(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    r"""Damage characters outside ASCII as wrong encodings do, or write HTML references for them.

    One way is drawn for the sentence: `Müller` as `MÃ¼ller`, `M?ller`, `M??ller`, `Mller`,
    `M=C3=BCller`, `M=FCller`, `M\u00fcller`, `M&uuml;ller`, `M&#252;ller`, `M&#xFC;ller`, or with
    the replacement character U+FFFD. References also stand for `&`, `<`, `>`, quotes, apostrophes
    and some blanks. The text is then cut as the tokenizer does.
    """
    spell = generator.choices(list(_DAMAGES), list(_DAMAGES.values()))[0]
    is_reference = spell in _REFERENCES

    def write(piece: str) -> str:
        if piece == " ":
            is_referenced = is_reference and generator.random() < REFERENCED_BLANKS
            return spell("\xa0") if is_referenced else piece
        if piece.isascii() and not (is_reference and _MARKUP & set(piece)):
            return piece
        is_plain = str.isascii if not is_reference else _needs_no_reference
        return "".join(c if is_plain(c) else spell(c) for c in piece) or piece

    return recut(sentence, write)


def _needs_no_reference(character: str) -> bool:
    return character.isascii() and character not in _MARKUP


def _misread_utf8(character: str) -> str:
    """Read the bytes of UTF-8 as those of Windows-1252, or of Latin-1 where that has none."""
    return "".join(_read_byte(bytes([byte])) for byte in _utf8(character))


def _read_byte(byte: bytes) -> str:
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")


def _utf8(character: str) -> bytes:
    return character.encode(errors="replace")


def _quoted_latin(character: str) -> str:
    return "".join(f"={byte:02X}" for byte in character.encode("cp1252", errors="replace"))


def _named_reference(character: str) -> str:
    name = codepoint2name.get(ord(character))
    return f"&{name};" if name else _numbered_reference(character)


def _numbered_reference(character: str) -> str:
    return f"&#{ord(character)};"


_REFERENCES: dict[Spelling, int] = {
    _named_reference: 6,
    _numbered_reference: 4,
    lambda character: f"&#x{ord(character):X};": 2,
}
_DAMAGES: dict[Spelling, int] = {
    _misread_utf8: 8,
    lambda _: "?": 3,
    lambda character: "?" * len(_utf8(character)): 1,
    lambda _: "\ufffd": 3,
    lambda _: "": 3,
    lambda character: "".join(f"={byte:02X}" for byte in _utf8(character)): 2,
    _quoted_latin: 1,
    lambda character: f"\\u{ord(character):04x}": 1,
    **_REFERENCES,
}
"""Ways to damage a character and how often each is drawn, in parts of all."""
