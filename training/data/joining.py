"""Joins the tokens of a sentence to raw text."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomen.model.text.breaks import BLANK_LINE, CELL, LINE, split_mark
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.texts import LabelledText

_PERIOD = "."
_APOSTROPHE = "'"
_STRAIGHT_QUOTES = frozenset({'"', _APOSTROPHE})
_HYPHENS = frozenset({"-", "\u2013"})
_OPENERS = frozenset({"(", "[", "{", "“", "\u2018", "``", "«", "$", "£", "€", "¡", "¿"})
_MARKS = frozenset(
    {")", "]", "}", "”", "\u2019", "''", "»", ",", ".", ";", ":", "!", "?", "%", "…", "..."}
)
_WRITTEN_BREAKS = {"": "", LINE: "\n", BLANK_LINE: "\n\n", CELL: "\t"}
_CLITICS = frozenset({"'s", "'re", "'ve", "'ll", "'d", "'m", "n't"})


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
    for marked in tokens:
        mark, token = split_mark(marked)
        gap = _WRITTEN_BREAKS[mark]
        if mark:
            open_quotes.clear()
        elif spans and not _is_tight(previous, token, open_quotes, join_hyphens=join_hyphens):
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
    if previous in _OPENERS or "/" in (previous, token):
        return True
    if previous in open_quotes:
        return True
    if token in _STRAIGHT_QUOTES:
        return token in open_quotes or _is_apostrophe(previous, token, open_quotes)
    if join_hyphens and previous in _HYPHENS:
        return token[0].isalnum()
    if join_hyphens and token in _HYPHENS:
        return previous[-1].isalnum()
    return token in _MARKS or token.lower().replace("\u2019", _APOSTROPHE) in _CLITICS


def _is_apostrophe(previous: str, token: str, open_quotes: set[str]) -> bool:
    """Tell whether a lone ' is the possessive of a plural."""
    return token == _APOSTROPHE and token not in open_quotes and previous[-1:] in {"s", "S"}


def as_text(sentence: LabelledSentence) -> LabelledText:
    """Join a labelled sentence to a text with its names."""
    joined = join_tokens(sentence.tokens)
    names = ((joined.spans[start][0], joined.spans[end - 1][1]) for start, end in sentence.names)
    return LabelledText(joined.text, tuple(span for span in names if span[0] < span[1]))
