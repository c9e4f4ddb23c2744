"""LabelledText: a raw text with the spans of its names."""

from dataclasses import dataclass
from itertools import chain

from nomen.training.data.labels import Span


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text and the names in it.

    Attributes:
        text: The text, of any number of lines.
        names: Half-open spans in code points, in their order, none empty, none over another.

    Raises:
        ValueError: When a span is empty, reaches out of the text or overlaps another.
    """

    text: str
    names: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        bounds = (0, *chain.from_iterable(self.names), len(self.text))
        if bounds != tuple(sorted(bounds)) or any(start == end for start, end in self.names):
            raise ValueError(f"expected names apart, each within {len(self.text)} characters")
