"""Wear: what happens to a page after it was written, on its way through programs and hands."""

import random
import re
from collections.abc import Callable, Mapping
from html.entities import codepoint2name

from nomen.training.data.names.name_lists import without_marks
from nomen.training.data.texts import LabelledText
from nomen.training.generation.layout import cut, edited, prefixed, wrapped
from nomen.training.generation.page import rewritten

Wear = Callable[[LabelledText, random.Random], LabelledText]

_SHORTEST = 20
_FEWEST_PLACES = 4
_LONGEST_CUTS = (1, 2, 4, 8, 40, 40)
_PARTED = re.compile(r"(?<=[.,:;!?])[ \t]+(?=\S)|\n+")
_NARROWEST, _WIDEST = 28, 90
_PREFIXES = ("> ", "> ", "# ", "// ", "* ", "| ", "    ", "\t", ">> ", "- ", "-- ", "% ")
_LAST_STOP = re.compile(r"[.!?]\s*\Z")
_SIGN = re.compile(r"(?<=\w)[,.;:!?](?=\s|\Z)")
_INVISIBLE_PAIRS = (
    ("\u200b", "\u200b"),
    ("\u202a", "\u202c"),
    ("\u2068", "\u2069"),
    ("\u200e", ""),
    ("\ufeff", ""),
)
_BLANK = re.compile(r"(?<=\S) (?=\S)")
_LINE = re.compile(r"\n")
_STOP = re.compile(r"\.(?=\s|\Z)")


def worn(text: LabelledText, generator: random.Random) -> LabelledText:
    """Give a page with none, one or a few kinds of wear, each with its own share.

    Names stay labelled whatever happens to them; a page cut down may have lost some. Wear that
    would leave nothing to read is left out.
    """
    for wear, share in WEAR.items():
        if generator.random() < share:
            changed = wear(text, generator)
            text = changed if changed.text.strip() else text
    return text


def in_lower_case(text: LabelledText, _: random.Random) -> LabelledText:
    """Write all in lower case."""
    return rewritten(text, str.lower)


def in_capitals(text: LabelledText, _: random.Random) -> LabelledText:
    """Write all in capitals."""
    return rewritten(text, str.upper)


def with_lower_names(text: LabelledText, _: random.Random) -> LabelledText:
    """Write the names alone in lower case, as hasty people do."""
    return edited(text, ((s, e, text.text[s:e].lower()) for s, e in text.names))


def without_accents(text: LabelledText, _: random.Random) -> LabelledText:
    """Take the marks off all letters."""
    return rewritten(text, without_marks)


def without_last_stop(text: LabelledText, _: random.Random) -> LabelledText:
    """Drop the last stop and what blanks follow it."""
    found = _LAST_STOP.search(text.text)
    return edited(text, [(found.start(), len(text.text), "")] if found else [])


def without_stops(text: LabelledText, _: random.Random) -> LabelledText:
    """Drop the stops at the ends of words that are outside names."""
    inside = [place for s, e in text.names for place in range(s, e)]
    places = {found.start() for found in _STOP.finditer(text.text)} - set(inside)
    return edited(text, ((place, place + 1, "") for place in sorted(places)))


def with_wider_gaps(text: LabelledText, generator: random.Random) -> LabelledText:
    """Double some of the blanks."""
    share = generator.choice((0.05, 0.2, 1))
    found = (blank.start() for blank in _BLANK.finditer(text.text))
    return edited(text, ((place, place, " ") for place in found if generator.random() < share))


def wrapped_anywhere(text: LabelledText, generator: random.Random) -> LabelledText:
    """Break lines at a width of a page or a narrow column."""
    return wrapped(text, generator.randint(_NARROWEST, _WIDEST))


def behind_marks(text: LabelledText, generator: random.Random) -> LabelledText:
    """Put a quote's, a comment's or a list's mark before each line."""
    return prefixed(text, generator.choice(_PREFIXES))


def with_carriage_returns(text: LabelledText, _: random.Random) -> LabelledText:
    r"""End lines with `\r\n`."""
    return _with_line_ends(text, "\r\n")


def with_blank_lines(text: LabelledText, _: random.Random) -> LabelledText:
    """Put a blank line after each line that does not end amid a name."""
    inside = {place for start, end in text.names for place in range(start, end)}
    found = (f for f in _LINE.finditer(text.text) if f.start() not in inside)
    return edited(text, ((f.start(), f.end(), "\n\n") for f in found))


def on_one_line(text: LabelledText, _: random.Random) -> LabelledText:
    """Join the lines of a text by blanks."""
    return _with_line_ends(text, " ")


def misread(text: LabelledText, generator: random.Random) -> LabelledText:
    """Misread some letters, as scanners do."""
    share = generator.choice((0.01, 0.03))
    places = (
        (place, generator.choice(MISREAD[letter]))
        for place, letter in enumerate(text.text)
        if letter in MISREAD and generator.random() < share
    )
    return edited(text, ((place, place + 1, new) for place, new in places))


def with_references(text: LabelledText, generator: random.Random) -> LabelledText:
    """Write marked letters, signs and some blanks as HTML does."""
    forms = generator.choice(("named", "decimal", "hexadecimal"))
    blank = generator.choice((" ", " ", "&nbsp;", "&#160;"))
    return rewritten(text, lambda piece: _in_references(piece, forms).replace(" ", blank))


def _in_references(piece: str, forms: str) -> str:
    def reference(letter: str) -> str:
        code = ord(letter)
        named = codepoint2name.get(code) if forms == "named" else None
        return (
            f"&{named};" if named else f"&#x{code:x};" if forms == "hexadecimal" else f"&#{code};"
        )

    return "".join(reference(c) if not c.isascii() or c in "&<>\"'" else c for c in piece)


def with_rare_signs(text: LabelledText, generator: random.Random) -> LabelledText:
    """Write hyphens, apostrophes and some blanks with other signs, as word processors do."""
    signs = {sign: generator.choice(others) for sign, others in RARE_SIGNS.items()}
    return rewritten(text, lambda piece: "".join(signs.get(letter, letter) for letter in piece))


def with_invisible_signs(text: LabelledText, generator: random.Random) -> LabelledText:
    """Put signs that nobody sees around names, outside of them."""
    opening, closing = generator.choice(_INVISIBLE_PAIRS)
    places = ((place, sign) for s, e in text.names for place, sign in ((s, opening), (e, closing)))
    return edited(text, ((place, place, sign) for place, sign in places))


def spaced_out(text: LabelledText, _: random.Random) -> LabelledText:
    """Put a blank before signs that end something, as texts cut into tokens have it."""
    inside = {place for start, end in text.names for place in range(start, end)}
    found = (sign.start() for sign in _SIGN.finditer(text.text))
    return edited(text, ((place, place, " ") for place in found if place not in inside))


def mangled(text: LabelledText, _: random.Random) -> LabelledText:
    """Read UTF-8 as Windows-1252: `Ã©` for `é`."""
    return rewritten(text, lambda piece: piece.encode().decode("cp1252", errors="replace"))


def _with_line_ends(text: LabelledText, end: str) -> LabelledText:
    return edited(text, ((f.start(), f.end(), end) for f in _LINE.finditer(text.text)))


def cut_out(text: LabelledText, generator: random.Random) -> LabelledText:
    """Keep a piece between two line ends or signs that part; short texts stay whole.

    Names stay whole, and so does what is named after persons: a street without its `Street` is one.
    """
    inside = {place for start, end in text.names for place in range(start, end)}
    found = (part.end() for part in _PARTED.finditer(text.text))
    places = [0, *(place for place in found if place not in inside), len(text.text)]
    if len(text.text) < _SHORTEST or len(places) < _FEWEST_PLACES:
        return text
    first = generator.randrange(len(places) - 1)
    last = first + generator.choice(_LONGEST_CUTS)
    piece = cut(text, places[first], places[min(last, len(places) - 1)])
    return piece if piece.text.strip() else text


RARE_SIGNS: Mapping[str, tuple[str, ...]] = {
    "-": ("-", "\u2010", "\u2011", "–"),
    "'": ("\u2019", "\u2019", "`", "\u00b4", "\u02bc"),
    '"': ("“", "”", "„", "''"),
    " ": (" ", " ", " ", "\u00a0", "\u2009", "\u202f"),
}
"""What else is written for common signs."""

MISREAD: Mapping[str, tuple[str, ...]] = {
    "l": ("1", "i", "|"),
    "i": ("l", "1", "í"),
    "I": ("l", "1", "|"),
    "O": ("0",),
    "o": ("0", "c"),
    "e": ("c", "o"),
    "m": ("rn",),
    "n": ("ri", "u"),
    "S": ("5",),
    "B": ("8",),
    "a": ("o",),
    ",": (".", ""),
    ".": (",", ""),
    ":": (";", ".", ""),
    " ": ("", "  "),
    "u": ("ii",),
    "h": ("b",),
}
"""What scanners take letters and signs for."""

WEAR: Mapping[Wear, float] = {
    cut_out: 0.18,
    without_accents: 0.08,
    without_last_stop: 0.25,
    without_stops: 0.05,
    with_lower_names: 0.03,
    in_lower_case: 0.12,
    in_capitals: 0.03,
    wrapped_anywhere: 0.07,
    behind_marks: 0.03,
    on_one_line: 0.02,
    with_blank_lines: 0.02,
    with_wider_gaps: 0.04,
    with_rare_signs: 0.04,
    with_invisible_signs: 0.01,
    spaced_out: 0.03,
    misread: 0.03,
    mangled: 0.01,
    with_references: 0.02,
    with_carriage_returns: 0.06,
}
"""Kinds of wear in their order, each with the share of pages, 0 to 1, that have it."""
