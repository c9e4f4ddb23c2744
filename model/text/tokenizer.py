"""Tokenizer: splits a text into tokens with their spans, and finds its lines and sentences.

It splits as the Penn Treebank does (possessive 's, n't, punctuation, quotes, brackets, signs off
numbers), and at the clitics of other languages. It keeps together what belongs to a name (O'Brien,
Jean-Luc, J.K., Mr.) or to the web (addresses, @handles, #hashtags). Where a script puts no blanks
between words, each character is a token.

Source: R. MacIntyre's tokenizer.sed of the Penn Treebank; Unicode's categories by way of `re`.
"""

import re
from dataclasses import dataclass
from itertools import islice

import numpy as np

from nomen.model.arrays import Int32Array
from nomen.model.errors import TooManyTokensError
from nomen.model.text.abbreviations import (
    ABBREVIATIONS,
    DOTTED,
    FORENAMES,
    INSIDE,
    LOWER_FORENAMES,
    LOWER_TITLES,
    TITLES,
)
from nomen.model.text.clitics import ELIDED, SUFFIX
from nomen.model.text.lines import BreakArray, find_breaks
from nomen.model.text.markup import COMMENT_SIGN, TAG
from nomen.model.text.sentences import OPENING, find_sentence_starts
from nomen.model.text.skeleton import Skeleton, find_signs
from nomen.model.text.unspaced import MASK, mask_unspaced

TOKENIZER_VERSION = 2

# A skeleton has no combining marks, so these classes need none. Quantifiers are possessive or
# bounded wherever a failed match could repeat at the next character: no text takes quadratic time.
_ALNUM = r"[^\W_]"
_LETTER = r"[^\W\d_]"
_UPPER = r"[A-ZÆŒØÐÞĐŁŊ\u0391-\u03A9\u0400-\u042F]"
_LOWER = r"[a-zæœøðþđłŋß\u0131\u03B1-\u03C9\u0430-\u044F]"
_APOSTROPHE = r"['\u2018\u2019]"
_HYPHEN = r"[-\u2010\u2011]"
_CLITIC = r"(?:[sdmSDM]|ll|LL|re|RE|ve|VE)(?!\w)"

# No group is repeated possessively: Python before 3.11.5 matches an empty token then (gh-106052).
_TITLE = "|".join(map(re.escape, sorted(TITLES)))
_LOWER_TITLE = "|".join(sorted(LOWER_TITLES))
_FORENAME = "|".join(sorted(FORENAMES))
_LOWER_FORENAME = "|".join(sorted(LOWER_FORENAMES))
_ABBREVIATION = "|".join(map(re.escape, sorted(ABBREVIATIONS)))
_INSIDE = "|".join(sorted(INSIDE))
_DOTTED = "|".join(map(re.escape, sorted(DOTTED)))
_FIRST = "".join(sorted({each[0] for each in INSIDE | DOTTED}))
_ACRONYM = rf"{_LETTER}\.(?:{_LETTER}\.)+(?:{_LETTER}(?!\w))?|{_LETTER}\.{_LETTER}(?!\w)"
_INITIAL = rf"{_UPPER}\.(?!{_LETTER}(?!\w))(?=\s*+[\w,]|\s++[\"“(])"
# In lower-case text, only before another initial or a word that opens no sentence. `I` ends one.
_OPENING = "|".join(map(str.lower, sorted(OPENING)))
_ASKING = """
    Are Can Could Did Do Does Has Have Hello Hey Hi Is Let Ok Okay Please Thank Thanks Was Were Will
    Would Yes
"""
_LOWER_INITIAL = (
    r"(?<![\w'\u2019.])(?!i\.\se\.|e\.\sg\.)[a-z]\.(?=\s[a-z]\.\s?[a-z])|"
    r"(?<=[a-z]\.\s)(?<!i\.\s(?=e\.))(?<!e\.\s(?=g\.))[a-z]\.(?=\s[a-z]{2})|"
    rf"(?<![\w'\u2019.])(?<![a-z]\.\s)[a-hj-z]\.(?=\s(?!(?:{_OPENING})\b|https?:|www\.)[a-z]{{2}})"
)
_AFTER_HANDLE = "|".join(sorted(OPENING | {*_ASKING.split()}))
_DEGREE = (
    r"(?:[BMD]\.(?:Sc|Tech|Phil|Com|Ed|Eng|Arch|Pharm|Litt|Mus|Div|Th)|"
    r"(?:LL|Ph|Ed|Litt|Pharm|Psy|Th|Sc)\.[BDM])(?!\w)\.?"
)
# A word that a hyphen broke at the end of a line, unless the line is as short as a greeting's.
_BROKEN = rf"(?<={_LETTER}){_HYPHEN}(?<=[^\n]{{20}})\r?\n[ \t]{{0,16}}(?={_LOWER})"
_JOIN = (
    rf"{_HYPHEN}(?={_ALNUM})",
    _BROKEN,
    rf"{_APOSTROPHE}(?!{_CLITIC}|{SUFFIX})(?={_LETTER})",
    rf"(?<={_LETTER})[`\u00b4\u02bc](?={_LETTER})",
    rf"_++(?={_ALNUM})",
    r"\.(?=[a-z\d])",
    r"(?<=\d),(?=\d{2,3}(?!\d))",
    r"(?<=\d)[:/](?=\d)",
    r"(?<=[A-Z])&(?=[A-Z])",
)
_UNIT = rf"(?:{_ACRONYM}|{_UPPER}\.(?={_HYPHEN}\w)|{_ALNUM}++)"
_WORD = rf"{_UNIT}(?:(?:{'|'.join(_JOIN)}){_UNIT})*(?:(?<=[-.]{_UPPER})\.)?"

_WITH_PERIOD = (
    rf"(?:{_TITLE})\.(?=\s*+\w)",
    rf"(?:{_LOWER_TITLE})\.(?=\s++\w)|(?:mr|mrs|ms|dr|prof)\.(?=[a-z]{{2,64}}+(?![\w@/]|\.\w))",
    rf"(?:{_FORENAME})\.(?=\s++{_UPPER})|(?:{_LOWER_FORENAME})\.(?=\s++[a-z])",
    rf"(?:{_ABBREVIATION})\.(?![a-z.])",
    rf"(?=[{_FIRST}])(?:(?:{_INSIDE})\.(?=\s++(?:{_LOWER}|\d))|(?:{_DOTTED})\.(?!\w))",
    _DEGREE,
    r"(?:No|pp?|v|c)\.(?=\s*+[A-Z\d])",
    r"(?m:^)\d{1,3}\.(?=\s)",
    _INITIAL,
    _LOWER_INITIAL,
)

_RULES = (
    # Letters up to a blank: four tokens of five. It comes first because it is the cheapest.
    rf"{_ALNUM}++(?=\s)",
    rf"(?:[Hh]ttps?|HTTPS?|ftp)://[^\s<>\"“”{MASK}]*[^\s<>\"“”{MASK}.,;:!?'\u2019)\]}}]",
    rf"[Ww]ww\.[^\s<>\"“”{MASK}]*[^\s<>\"“”{MASK}.,;:!?'\u2019)\]}}]",
    r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+",
    # A mention with a blank inside, as Teams and Jira write them: @|Karen Moss.
    rf"@(?<!\w@)(?=[A-Z][a-z]{{1,30}} (?!(?:{_AFTER_HANDLE})\b)[A-Z][a-z])",
    r"(?<!\w)[@#]\w+",
    # l'|ami before all words, since most have no apostrophe so near.
    rf"(?=[A-Za-z]{{1,8}}['\u2019]){ELIDED}",
    # is|n't, John|'s, and both when a blank stands before them.
    rf"{_ALNUM}+(?=n{_APOSTROPHE}t(?!\w)|N{_APOSTROPHE}T(?!\w))",
    rf"[nN]{_APOSTROPHE}[tT](?!\w)",
    rf"(?<=[\w.])['\u2019]{_CLITIC}|['\u2019]{_CLITIC}(?=\s)",
    rf"['\u2019]{SUFFIX}",
    r"['\u2019]n['\u2019](?!\w)|['\u2019](?:em|tis|twas|cause|til|n|t)(?!\w)|['\u2019]\d\ds?(?!\w)",
    rf"(?=\w{{1,8}}+\.)(?:{'|'.join(_WITH_PERIOD)})",
    r"[A-Z]{1,3}\$",
    r"(?<!\w)[+.]\d+(?:[-.,]\d+)*",
    _WORD,
    COMMENT_SIGN,
    TAG,
    r"(?<!\w)[:;=][-'^]?[()\[\]DPpOo/\\|*](?!\w)|<3(?!\w)",
    r"\.{2,}|…+|-{2,}|[!?]+|``|''",
    r"\*+|=+|~+|\++|_+|<+|>+|\|+|\^+|\#+|\$+",
    # A flag's two letters; then invisible characters that cling to nothing.
    r"[\U0001F1E6-\U0001F1FF]{2}",
    r"[\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+",
    r"\S",
)
_TOKEN = re.compile(rf"\s*+({'|'.join(_RULES)})")

_LONG_CHARACTERS = 8192
"""Up to this length, no other thread waits long for all tokens to be found at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizedText:
    """A text's tokens, their spans and breaks, and its sentences.

    Attributes:
        tokens: `tokens[i] == text[starts[i]:ends[i]]`, character for character.
        starts: int32 (T,), code points, the first of each token; ascending.
        ends: int32 (T,), one past the last; at most the next token's start.
        breaks: uint8 (T,), what parts each token from the one before it: values of `Break`.
        sentence_starts: int32 (S,), index of each sentence's first token; its first is 0.
    """

    tokens: list[str]
    starts: Int32Array
    ends: Int32Array
    breaks: BreakArray
    sentence_starts: Int32Array


def tokenize(text: str, *, max_tokens: int | None = None) -> TokenizedText:
    """Split a text into tokens and sentences.

    Each character that is no blank (`str.isspace`) is inside exactly one token. NFC and NFD of a
    text get the same boundaries, because the rules see only its skeleton.

    Args:
        text: The text.
        max_tokens: Most tokens. None allows any number.

    Raises:
        TooManyTokensError: When there are more; the rest of the text was not read.
    """
    skeleton = Skeleton.build(text)
    # Without rstrip, each blank at the end would start a search of its own.
    masked = mask_unspaced(skeleton.text)
    pieces = _find_tokens(masked.rstrip(), max_tokens=max_tokens)
    starts, ends = _spans(masked, pieces)
    if masked is not skeleton.text:
        pieces = _cut(skeleton.text, starts, ends)
    breaks = find_breaks(masked, pieces, starts, ends)
    sentence_starts = find_sentence_starts(pieces, starts, ends, breaks)
    starts, ends = skeleton.original_offsets(starts), skeleton.original_offsets(ends)
    return TokenizedText(
        tokens=pieces
        if skeleton.positions is None and skeleton.text == text
        else _cut(text, starts, ends),
        starts=starts,
        ends=ends,
        breaks=breaks,
        sentence_starts=sentence_starts,
    )


def _find_tokens(text: str, *, max_tokens: int | None) -> list[str]:
    """Find the tokens; of a long text one at a time, so that other threads can run in between."""
    if len(text) < _LONG_CHARACTERS and (max_tokens is None or len(text) <= max_tokens):
        found: list[str] = _TOKEN.findall(text)
        return found
    stop = None if max_tokens is None else max_tokens + 1
    pieces = [match[1] for match in islice(_TOKEN.finditer(text), stop)]
    if max_tokens is not None and len(pieces) > max_tokens:
        raise TooManyTokensError(f"expected at most {max_tokens} tokens")
    return pieces


def _spans(text: str, pieces: list[str]) -> tuple[Int32Array, Int32Array]:
    """Find where the pieces stand: all characters that are no blanks are theirs, in their order."""
    lengths = np.fromiter(map(len, pieces), dtype=np.int32, count=len(pieces))
    if len(text) < _LONG_CHARACTERS:
        starts = np.array(_starts(text, pieces), dtype=np.int32)
        return starts, starts + lengths
    places = find_signs(text)
    stops = lengths.cumsum()
    if not pieces or stops[-1] == len(places):
        starts = places[stops - lengths].astype(np.int32)
        return starts, starts + lengths
    # Some pieces have blanks inside.
    stops = np.cumsum([len("".join(piece.split())) for piece in pieces])
    starts = places[np.append(0, stops[:-1])]
    return starts.astype(np.int32), (places[stops - 1] + 1).astype(np.int32)


def _cut(text: str, starts: Int32Array, ends: Int32Array) -> list[str]:
    return [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def _starts(text: str, pieces: list[str]) -> list[int]:
    """Find where the pieces start, one after the other: for a short text, faster than arrays."""
    starts, end = [], 0
    for piece in pieces:
        start = text.index(piece, end)
        starts.append(start)
        end = start + len(piece)
    return starts
