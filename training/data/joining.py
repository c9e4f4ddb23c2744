"""Joins the tokens of a sentence to raw text, in any language.

Where a corpus has one character a token, its sentences are joined without blanks.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from nomen.model.text.breaks import BLANK_LINE, CELL, LINE, split_mark
from nomen.model.text.clitics import ELIDED, SUFFIX
from nomen.model.text.unspaced import is_unspaced
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText

_PERIOD = "."
_APOSTROPHE = "'"
_APOSTROPHES = frozenset({"'", "\u2019"})
_STRAIGHT_QUOTES = frozenset({'"', _APOSTROPHE})
_HYPHENS = frozenset({"-", "\u2013"})
_OPENERS = frozenset({"(", "[", "{", "“", "\u2018", "``", "«", "$", "£", "€", "¡", "¿"})
_MARKS = frozenset(
    {")", "]", "}", "”", "\u2019", "''", "»", ",", ".", ";", ":", "!", "?", "%", "…", "..."}
)
_WRITTEN_BREAKS = {"": "", LINE: "\n", BLANK_LINE: "\n\n", CELL: "\t"}
_CLITICS = frozenset({"'s", "'re", "'ve", "'ll", "'d", "'m", "n't"})

_UNSPACED_OPENERS = frozenset("「『（【《〈〔［｛")  # noqa: RUF001 - full-width
_UNSPACED_MARKS = frozenset("。、，；：？！」』）】》〉〕］｝")  # noqa: RUF001 - full-width
_OTHER_MARKS = frozenset("।॥؟،؛\u06d4")
_ELIDED = re.compile(rf"{ELIDED}|[DO]['\u2019](?=[A-Z])")
_LONE_ELIDED = frozenset("cdjlCDJL")
_SUFFIX = re.compile(rf"['\u2019]{SUFFIX}")


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedSentence:
    """A sentence as somebody might have written it.

    Attributes:
        text: The raw text.
        spans: The start and end of each token in it, in characters, half-open. A full stop after
            an abbreviation that ends in a period is not written: its span is empty.
    """

    text: str
    spans: list[tuple[int, int]]


def join_tokens(tokens: Sequence[str], *, join_hyphens: bool = False) -> JoinedSentence:
    """Join tokens to raw text: closing marks touch the left token, opening marks the right one.

    Where a token carries the mark of a break (see `breaks`), the break is written.

    Args:
        tokens: Of one sentence, Penn Treebank style.
        join_hyphens: Whether a lone hyphen or en dash between two words joins them (`Jean-Luc`
            in corpora that split at hyphens) or stands for a dash between blanks.
    """
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    previous = ""
    open_quotes: set[str] = set()
    is_by_character = _is_by_character(tokens)
    for marked in tokens:
        mark, token = split_mark(marked)
        gap = _WRITTEN_BREAKS[mark]
        if mark:
            open_quotes.clear()
        elif (
            spans
            and not is_by_character
            and not _is_tight(previous, token, open_quotes, join_hyphens=join_hyphens)
        ):
            gap = " "
        is_unwritten = not mark and token == _PERIOD and previous.endswith(_PERIOD)
        pieces += [gap, "" if is_unwritten else token]
        spans.append((position + len(gap), position + len(gap) + len(pieces[-1])))
        position = spans[-1][1]
        if token in _STRAIGHT_QUOTES and not _is_apostrophe(previous, token, open_quotes):
            open_quotes ^= {token}
        previous = token
    return JoinedSentence(text="".join(pieces), spans=spans)


def _is_tight(previous: str, token: str, open_quotes: set[str], *, join_hyphens: bool) -> bool:
    """Tell whether two tokens stand together without a blank."""
    is_tight = previous in _OPENERS or "/" in (previous, token) or previous in open_quotes
    if is_tight or _is_tight_elsewhere(previous, token):
        return True
    if token in _STRAIGHT_QUOTES:
        return token in open_quotes or _is_apostrophe(previous, token, open_quotes)
    if join_hyphens and previous in _HYPHENS:
        return token[0].isalnum()
    if join_hyphens and token in _HYPHENS:
        return previous[-1].isalnum()
    return token in _MARKS or token.lower().replace("\u2019", _APOSTROPHE) in _CLITICS


def _is_by_character(tokens: Sequence[str]) -> bool:
    """Tell whether each token of a sentence is a character, some of them of unspaced scripts."""
    bare = [split_mark(token)[1] for token in tokens]
    return all(len(token) == 1 for token in bare) and any(map(is_unspaced, bare))


def _is_tight_elsewhere(previous: str, token: str) -> bool:
    """Tell whether two tokens stand together by the rules of other languages than English."""
    if (previous + token).isascii():
        return _are_parted_by_apostrophe(previous, token)
    last, first = previous[-1], token[0]
    if last in _UNSPACED_OPENERS or first in _UNSPACED_MARKS or token in _OTHER_MARKS:
        return True
    is_mark = last in _UNSPACED_MARKS
    if is_unspaced(first) and (is_mark or is_unspaced(previous[0])):
        return True
    return _are_parted_by_apostrophe(previous, token)


def _are_parted_by_apostrophe(previous: str, token: str) -> bool:
    """Tell whether an elided word stands before its word, or a suffix after its name."""
    if previous[-1] in _APOSTROPHES and token[0].isalpha():
        found = _ELIDED.match(_plain(previous + token))
        return found is not None and found.end() == len(previous)
    if token[0] in _APOSTROPHES and previous[-1].isalnum():
        if len(token) == 1:
            return previous in _LONE_ELIDED
        joined = _plain(previous + token)
        found = _SUFFIX.match(joined, len(joined) - len(token))
        return found is not None and found.end() == len(joined)
    return False


def _plain(letters: str) -> str:
    """Give letters without marks, as the rules of the tokenizer see them."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in letters)


def _is_apostrophe(previous: str, token: str, open_quotes: set[str]) -> bool:
    """Tell whether a lone ' is the possessive of a plural."""
    return token == _APOSTROPHE and token not in open_quotes and previous[-1:] in {"s", "S"}


def as_text(sentence: LabelledSentence) -> LabelledText:
    """Join a labelled sentence to a text with its names."""
    joined = join_tokens(sentence.tokens)
    names = ((joined.spans[start][0], joined.spans[end - 1][1]) for start, end in sentence.names)
    return LabelledText(joined.text, tuple(span for span in names if span[0] < span[1]))
