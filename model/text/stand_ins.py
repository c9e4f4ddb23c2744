r"""Stand-ins: what a text has in the place of one character, or of none.

- A character reference (`&eacute;`) or an escape (`\u00eb`) stands for its character.
- A code for a terminal's colours stands for a blank.
- The doubled quote of SQL (`O''Brien`), and the other signs that people type before a clitic
  (``Ann`s``), stand for an apostrophe.
- A tag inside a word stands for nothing: `Jon<wbr>athan`, `<b>A</b>nn`.
"""

import re
from collections.abc import Iterator

from nomen.model.text.escapes import find_escapes
from nomen.model.text.markup import TAG_INSIDE_WORD
from nomen.model.text.references import find_references

StandIn = tuple[int, int, str]
"""Its start, its end, and the characters that it stands for; the first one counts."""

_SINGLETONS = {
    "\u037e": ";",
    "\u1fef": "`",
    "\u1ffd": "\u00b4",
    "\u2126": "\u03a9",
    "\u212a": "K",
    "\u212b": "\u00c5",
}
"""Characters whose canonical form may stand in a stand-in."""

_COLOURS = re.compile(
    r"(?:(?:\x1b|(?<!\\)\\++(?:u001[bB]|x1[bB]|033|e))\[[\d;?]{0,32}[A-Za-z](?![\u0300-\u036f]) ?)+"
)
_MARK = r"[\u0300-\u036f]"
_LETTER = r"[A-Za-z\u00c0-\u0337\u0339-\u052f\u1e00-\u1fff]"
"""Letters of Latin, Greek and Cyrillic, and the marks that NFD parts from them."""
_CLITIC = rf"(?:[sdmtSDMT]|ll|LL|re|RE|ve|VE)(?!\w|{_MARK})"
# Each begins with its sign, for which a search is fast. A token may begin with the apostrophe.
_APOSTROPHE = re.compile(
    rf"''(?:(?<={_LETTER}'')|(?<=\A''))(?={_CLITIC})|"
    rf"[`\u00b4\u02bc](?:(?<={_LETTER}.)|(?<=\A.))(?={_CLITIC})|"
    rf"''(?<=[A-Za-z]'')(?<!{_LETTER}[A-Za-z]'')(?<!\d[A-Za-z]'')(?=[^\W\d_])"
)
_TAG_INSIDE_WORD = re.compile(TAG_INSIDE_WORD)
_TAG_INSIDE_TOKEN = re.compile(r"(?<=[^\W_])</?[A-Za-z][^<>]*>(?=[^\W_])|(?<=\A[A-Z])\*\*(?=[a-z])")
_WORD_BEFORE = re.compile(rf"{_LETTER}*\Z")
_LONGEST_WORD = 40
_LETTER_APOSTROPHE = "\u02bc"
_SIGNS = re.compile("[&<\\\\\x1b`\u00b4\u02bc]")


def may_stand_in(text: str) -> bool:
    """Tell quickly whether a text has the signs of stand-ins."""
    return "''" in text or "**" in text or _SIGNS.search(text) is not None


def find_stand_ins(text: str) -> list[StandIn]:
    """Find the stand-ins of a text, in their order and apart.

    A text's NFC and NFD forms have the same ones.
    """
    if not may_stand_in(text):
        return []
    for char, canonical in _SINGLETONS.items():
        text = text.replace(char, canonical)
    found = [*find_references(text), *find_escapes(text), *_codes_and_signs(text)]
    apart: list[StandIn] = []
    end = 0
    for each in sorted(found, key=lambda each: (each[0], -each[1])):
        # A tag right after another stand-in has no letter before it.
        if each[0] >= end + (not each[2]):
            apart.append(each)
            end = each[1]
    return apart


def without_stand_ins(token: str) -> str:
    """Give a token with the characters that its stand-ins stand for, and without tags inside."""
    if not may_stand_in(token):
        return token
    token = _TAG_INSIDE_TOKEN.sub("", token)
    parts, end = [], 0
    for start, stop, characters in find_stand_ins(token):
        parts += [token[end:start], characters]
        end = stop
    return "".join([*parts, token[end:]])


def _codes_and_signs(text: str) -> Iterator[StandIn]:
    if "\x1b" in text or "\\" in text:
        yield from ((*match.span(), " ") for match in _COLOURS.finditer(text))
    yield from ((*match.span(), "'") for match in _find_apostrophes(text))
    if "<" in text or "**" in text:
        yield from ((*match.span(), "") for match in _find_tags_inside_words(text))


def _find_apostrophes(text: str) -> Iterator[re.Match[str]]:
    for match in _APOSTROPHE.finditer(text):
        # It is a letter of many languages: `collega\u02bcs` is a plural.
        if match[0] != _LETTER_APOSTROPHE or _is_after_capitalised(text, match.start()):
            yield match


def _find_tags_inside_words(text: str) -> Iterator[re.Match[str]]:
    for match in _TAG_INSIDE_WORD.finditer(text):
        is_opening = match[0][1:2].isalpha() and match[0][:4] != "<wbr"
        if not is_opening or _is_after_capitalised(text, match.start()):
            yield match


def _is_after_capitalised(text: str, place: int) -> bool:
    word = _WORD_BEFORE.search(text[max(0, place - _LONGEST_WORD) : place])
    return word is not None and word[0][:1].isupper()
