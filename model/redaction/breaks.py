"""Line ends inside a name, with the quote marks that follow them: they survive redaction.

A name that a mail wraps stands on two lines, "Angela" and "> Merkel". Its replacement keeps the
line end and the quote mark, so that the lines of the redacted text are those of the text. Comments
of code have `#` or `//` there.
"""

import re

_LINE_END = r"(?:\r\n|[\n\v\f\r\x1C-\x1E\x85\u2028\u2029])"  # as str.splitlines
_BLANK = r"[^\S\n\v\f\r\x1C-\x1E\x85\u2028\u2029]"
_MARGIN = rf"(?:{_BLANK}|>|(?:##?|//)(?={_BLANK}))*+"
BREAK = rf"{_LINE_END}{_MARGIN}"
"""The pattern of a line end with the blanks and quote marks after it."""
_BREAK = re.compile(BREAK)
_LAST_BREAKS = re.compile(rf"(?:{BREAK})+\Z")


def has_break(text: str) -> bool:
    """Tell whether a string holds a line end."""
    return _BREAK.search(text) is not None


def breaks_of(name: str) -> str:
    """Give the line ends of a name, each with the blanks and quote marks after it."""
    return "".join(_BREAK.findall(name))


def lines_of(name: str) -> list[str]:
    """Split a name into the parts of its lines (even places) and the breaks between (odd)."""
    return re.split(f"({BREAK})", name)


def without_last_breaks(name: str) -> str:
    """Give a replacement without the breaks that follow it."""
    return _LAST_BREAKS.sub("", name)


def on_one_line(name: str) -> str:
    """Give a name with one blank in the place of each break."""
    return " ".join(line.strip() for line in lines_of(name)[::2])
