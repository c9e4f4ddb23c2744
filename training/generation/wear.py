"""Wear: what happens to a page after it was written, on its way through programs and hands."""

import random
import re
from collections.abc import Callable, Mapping
from html.entities import codepoint2name

from nomen.training.data.names import without_marks
from nomen.training.data.texts import LabelledText
from nomen.training.generation.layout import cut, edited, prefixed, wrapped
from nomen.training.generation.page import rewritten

Wear = Callable[[LabelledText, random.Random], LabelledText]

_SHORTEST = 20
_NARROWEST, _WIDEST = 28, 90
_PREFIXES = ("> ", "> ", "# ", "// ", "* ", "| ", "    ", "\t", ">> ", "- ", "-- ", "% ")
_LAST_STOP = re.compile(r"[.!?]\s*\Z")
_BLANK = re.compile(r"(?<=\S) (?=\S)")
_LINE = re.compile(r"\n")
_STOP = re.compile(r"\.(?=\s|\Z)")


def worn(text: LabelledText, generator: random.Random) -> LabelledText:
    """Give a page with none, one or a few kinds of wear, each with its own share.

    Names stay labelled whatever happens to them; a page cut down may have lost some.
    """
    for wear, share in WEAR.items():
        if generator.random() < share:
            text = wear(text, generator)
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


def mangled(text: LabelledText, _: random.Random) -> LabelledText:
    """Read UTF-8 as Windows-1252: `Ã©` for `é`."""
    return rewritten(text, lambda piece: piece.encode().decode("cp1252", errors="replace"))


def _with_line_ends(text: LabelledText, end: str) -> LabelledText:
    return edited(text, ((f.start(), f.end(), end) for f in _LINE.finditer(text.text)))


def cut_out(text: LabelledText, generator: random.Random) -> LabelledText:
    """Keep a piece between two blanks or line ends outside names; short texts stay whole."""
    gaps = [place for place in range(len(text.text)) if text.text[place].isspace()]
    places = [p for p in gaps if not any(start <= p < end for start, end in text.names)]
    if len(text.text) < _SHORTEST or len(places) < len(("start", "end")):
        return text
    first = generator.randrange(len(places) - 1)
    start = generator.choice((0, places[first] + 1))
    ends = places[first + 1 : first + generator.choice((3, 8, 40))]
    return cut(text, start, generator.choice(ends) if ends else len(text.text))


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
    cut_out: 0.25,
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
    misread: 0.03,
    mangled: 0.01,
    with_references: 0.02,
    with_carriage_returns: 0.06,
}
"""Kinds of wear in their order, each with the share of pages, 0 to 1, that have it."""
