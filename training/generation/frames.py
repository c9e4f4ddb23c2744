r"""Frames: short texts with slots and choices, from which pages are put together.

A frame is a line of a file in the folder `frames`, under a heading `[key]` that it shares with
others of its kind; ` | ` parts two frames of one line. In a frame, `{a|b|}` is a choice, which may
hold slots and choices, and `{key}` is a slot; `\n` and `\t` are a line end and a tab.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_PIECES = re.compile(r"[{}|]|[^{}|]+")
_HEADING = re.compile(r"\[([a-z_]+)\]")
_SLOT = re.compile(r"([a-z_]+?)(\d?)")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a frame that is filled in.

    Attributes:
        key: What fills it.
        number: The digit at its end, 0 where there is none: the person's number.
        written: The slot as the frame has it.
    """

    key: str
    number: int
    written: str


Part = str | Slot | tuple["Frame", ...]
Frame = tuple[Part, ...]
"""Texts, slots, and choices of which one frame is drawn."""


def parsed(line: str) -> tuple[Frame, ...]:
    r"""Read the frames of a line.

    Raises:
        ValueError: When braces do not come in pairs.
    """
    pieces = _PIECES.findall(line.replace("\\n", "\n").replace("\\t", "\t"))
    pieces.reverse()
    frames = _options(pieces)
    if pieces:
        raise ValueError(f"expected an opening brace for each closing one: {line!r}")
    return frames


def _options(pieces: list[str]) -> tuple[Frame, ...]:
    """Read frames parted by bars, up to a closing brace, which stays, or the end."""
    options: list[list[Part]] = [[]]
    while pieces and pieces[-1] != "}":
        piece = pieces.pop()
        if piece == "|":
            options.append([])
        else:
            options[-1].append(_group(pieces) if piece == "{" else piece)
    return tuple(tuple(option) for option in options)


def _group(pieces: list[str]) -> Part:
    """Read what stands in braces, after the opening one."""
    options = _options(pieces)
    if not pieces:
        raise ValueError("expected a closing brace for each opening one")
    pieces.pop()
    if len(options) > 1:
        return options
    match options[0]:
        case (str(written),):
            return slot(written)
        case _:
            raise ValueError(f"expected a slot or a choice in braces, not {options[0]!r}")


def slot(written: str) -> Slot:
    """Give the slot of some letters and perhaps a digit; others have no key of frames."""
    found = _SLOT.fullmatch(written)
    return Slot(found[1], int(found[2] or 0), written) if found else Slot("", 0, written)


def build(lines: Iterable[str]) -> Mapping[str, Sequence[Frame]]:
    """Read frames by their headings; a heading that comes again goes on with its frames.

    Raises:
        ValueError: When a line stands before the first heading, or its braces are not in pairs.
    """
    frames: dict[str, list[Frame]] = {}
    key = ""
    for line in lines:
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            key = heading[1]
            frames.setdefault(key, [])
        elif line.strip():
            if not key:
                raise ValueError("expected a heading before the first frame")
            frames[key] += [_stripped(frame) for frame in parsed(line)]
    return frames


def _stripped(frame: Frame) -> Frame:
    """Take away the blanks around the bars that part frames, not line ends and tabs."""
    parts = list(frame)
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(" ")
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(" ")
    return tuple(parts)


@cache
def shipped_frames() -> Mapping[str, Sequence[Frame]]:
    """Read the frames of the folder `frames`, once."""
    folder = files("nomen.training.generation") / "frames"
    found = sorted(folder.iterdir(), key=lambda file: file.name)
    texts = (file.read_text(encoding="utf-8") for file in found if file.name.endswith(".txt"))
    return build(line for text in texts for line in text.splitlines())
