r"""Escapes: the `\n`, `\"` and `\u00eb` of JSON, logs and code, and the accents of LaTeX.

A backslash also parts the folders of a path and opens commands. So `\n`, `\r`, `\t` and `\f` never
count in a path. They are certain where no lower-case letter follows. Before one, they count inside
a quoted string with a blank, or near a certain one. A string inside a string has its backslashes
doubled, so a run of them escapes as one does.

*Source:* RFC 8259, section 7 (JSON); the LaTeX companion's table of accents.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_MAX_CHARACTERS = 300
"""How far from an escape the rules look for what makes it certain."""
_MAX_WORD_CHARACTERS = 100

_HEX = r"[\da-fA-F]"
_UNMARKED = r"(?![\u0300-\u036f])"
"""No mark composes with the character before: NFC and NFD of a text have the same escapes."""
_MORE_BYTES = rf"\\++x[89abAB]{_HEX}"
_RUN = r"(?<!\\)\\++"
_CODE = (
    rf"u[dD][89abAB]{_HEX}{{2}}\\++u[dD][c-fC-F]{_HEX}{{2}}|u{_HEX}{{4}}|u\{{{_HEX}{{1,6}}\}}|"
    rf"x[cdCD]{_HEX}{_MORE_BYTES}|x[eE]{_HEX}(?:{_MORE_BYTES}){{2}}|"
    rf"x[fF][0-4](?:{_MORE_BYTES}){{3}}|x(?:[a-fA-F]{_HEX}|[01]{_HEX}|2[0267]|3[cCeE])"
)
_LETTER = r"\{?\\?([A-Za-z])\}?"
_ACCENTED = (
    # {\'e}, {\"{o}}, {\c c}; \'{e}, \v{c}; Ren\'ee, J\"org, Gda\'nsk.
    rf"(?<!\\)\{{\\([\"'`^~=.]|[cvHurkd](?=[ {{])) ?{_LETTER}\}}",
    r"(?<!\\)\\([\"'`^~=.cvHurkd])\{\\?([A-Za-z])\}",
    rf"(?<=[A-Za-z])\\([\"^~`])([aeiouyAEIOUYnN]){_UNMARKED}(?=[A-Za-z])",
    rf"(?<=[A-Za-z][a-z])(?<!qu)(?<!ll)\\(')([aeiouy]|[cnsz](?=[a-z])){_UNMARKED}",
)
_ESCAPE = re.compile(
    rf"(?P<accented>{'|'.join(_ACCENTED)})|(?<!\\)\{{\\(?P<letter>ss|[aoAO][eE]|aa|AA|[oOlL])\}}|"
    rf"{_RUN}(?:(?P<code>{_CODE}){_UNMARKED}|(?P<blank>[nrtf]){_UNMARKED}|(?P<sign>[\"'/]))|"
    r"(?<!\\)(?P<backslashes>\\{2,}+)"
)
_MARKS = dict(
    zip(
        "\"'`^~=.cvHurkd",
        "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0327\u030c\u030b\u0306\u030a\u0328\u0323",
        strict=True,
    )
)
_LETTERS: dict[str, str] = dict(
    zip(["ss", "ae", "AE", "oe", "OE", "aa", "AA", *"oOlL"], "ßæÆœŒåÅøØłŁ", strict=True)
)
_BLANKS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f"}

_NOT_BLANK = r"(?![nrtf](?![a-z]))"
_PATH = re.compile(
    rf"(?<![^\W_])[A-Za-z]:\\+{_NOT_BLANK}|\A\\\\+{_NOT_BLANK}|(?<![\w.])\.\.?\\+{_NOT_BLANK}|%\\"
)
_WORD_BEFORE = re.compile(r"[\s\"']")
_LOGIN = re.compile(r"(?<![^\W_])[A-Z][A-Z\d-]+\Z")
_OPENED = re.compile(r"(?:\A|[\s:=,(\[{])\Z")


class _Blank(NamedTuple):
    """An escape of a blank, its backslashes, and whether no lower-case letter follows."""

    start: int
    end: int
    num_backslashes: int
    is_certain: bool


def find_escapes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the one character of each escape, in the order of the text."""
    if "\\" not in text:
        return
    matches = list(_ESCAPE.finditer(text))
    blanks = _counted_blanks(text, [each for each in matches if each["blank"]])
    for match in matches:
        if match["blank"]:
            if match.start() in blanks:
                yield *match.span(), _BLANKS[match["blank"]]
        else:
            yield *match.span(), _character(match)


def _character(match: re.Match[str]) -> str:
    if match["accented"]:
        sign, letter = (each for each in match.groups()[1:9] if each)
        return unicodedata.normalize("NFC", letter + _MARKS[sign])[0]
    if match["letter"]:
        return _LETTERS[match["letter"]]
    if match["code"]:
        return _decoded(match["code"])
    return match["sign"] or "\\"


def _decoded(code: str) -> str:
    """Give the character of `u00eb`, `u{eb}`, a pair of surrogates, `xeb`, or bytes of UTF-8."""
    numbers = [int(each, 16) for each in re.findall(rf"[ux]\{{?({_HEX}+)", code)]
    if code[0] == "x" and len(numbers) > 1:
        return bytes(numbers).decode("utf-8", "replace")[0]
    if len(numbers) > 1:
        return chr(0x1_0000 + ((numbers[0] - 0xD800) << 10) + numbers[1] - 0xDC00)
    is_character = numbers[0] <= 0x10_FFFF and not 0xD800 <= numbers[0] < 0xE000  # noqa: PLR2004
    return chr(numbers[0]) if is_character else "\ufffd"


def _counted_blanks(text: str, matches: list[re.Match[str]]) -> set[int]:
    """Give where the escapes of blanks start that count."""
    blanks = [_blank(text, each) for each in matches if not _is_in_path(text, *each.span())]
    certain: dict[int, list[int]] = {}
    for each in blanks:
        if each.is_certain:
            certain.setdefault(each.num_backslashes, []).append(each.start)
    return {
        each.start
        for each in blanks
        if each.is_certain
        or _is_near(certain.get(each.num_backslashes, []), each.start)
        or _is_quoted(text, each)
    }


def _blank(text: str, match: re.Match[str]) -> _Blank:
    is_certain = not text[match.end() : match.end() + 1].islower()
    return _Blank(match.start(), match.end(), match.end() - match.start() - 1, is_certain)


def _is_near(places: list[int], place: int) -> bool:
    first = bisect_left(places, place - _MAX_CHARACTERS)
    return first < bisect_right(places, place + _MAX_CHARACTERS)


def _is_in_path(text: str, start: int, end: int) -> bool:
    word = _WORD_BEFORE.split(text[max(0, start - _MAX_WORD_CHARACTERS) : end + 1].rstrip())[-1]
    return _PATH.search(word) is not None


def _is_quoted(text: str, blank: _Blank) -> bool:
    """Tell whether an escape stands in a quoted string that has a blank and is no login."""
    line = text[max(0, blank.start - _MAX_CHARACTERS) : blank.start].rpartition("\n")[2]
    if _LOGIN.search(line):
        return False
    for quote in "\"'":
        # In a string inside a string, the quote has one backslash less than the escape.
        before, found, inside = line.rpartition("\\" * (blank.num_backslashes - 1) + quote)
        if found and _OPENED.search(before):
            after = text[blank.end : blank.end + _MAX_CHARACTERS].partition(quote)[0]
            return " " in inside + after
    return False
