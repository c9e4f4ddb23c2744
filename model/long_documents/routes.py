"""The routes of a long text's sections: each has pieces of the routes of its parts."""

from collections.abc import Sequence
from typing import NamedTuple

from nomen.model.reading import Passage, Route, Routing


class PartRoute(NamedTuple):
    """The route of a part, and where the part stands in a text that holds it or its end.

    Attributes:
        first_token: The index of its first token; negative where the text begins inside it.
        start: Offset of its first code point; likewise.
        route: Tells its language and who reads it.
    """

    first_token: int
    start: int
    route: Route

    def moved(self, num_tokens: int, num_characters: int) -> "PartRoute":
        """Give the route in a text that begins earlier, or later by what is negative."""
        return PartRoute(self.first_token + num_tokens, self.start + num_characters, self.route)


class SectionRoute:
    """Finds out the language of a section when somebody asks for it.

    Args:
        parts: The parts that it has pieces of, in their order, at least one. They are placed in a
            text that begins with the section.
        text: The text of the section.
        num_tokens: How many tokens it has.
    """

    def __init__(self, parts: Sequence[PartRoute], *, text: str, num_tokens: int) -> None:
        self._parts = parts
        self._text = text
        self._num_tokens = num_tokens
        self._routing: Routing | None = None

    def __call__(self) -> Routing:
        """Give the routing of the section."""
        if self._routing is None:
            moved = [passage for part in self._parts for passage in _passages(part)]
            found = [cut for each in moved if (cut := self._cut(each)) is not None]
            if not found:  # blanks at the end of the text
                found = [moved[-1]._replace(first_token=0, stop_token=0, start=0, stop=0)]
            self._routing = Routing.of(found, self._text)
        return self._routing

    def _cut(self, passage: Passage) -> Passage | None:
        first, stop = max(0, passage.first_token), min(self._num_tokens, passage.stop_token)
        if first >= stop:
            return None
        start, end = max(0, passage.start), min(len(self._text), passage.stop)
        return passage._replace(first_token=first, stop_token=stop, start=start, stop=end)


def _passages(part: PartRoute) -> list[Passage]:
    """Give the passages of a part in the text that it is placed in."""
    return [
        each._replace(
            first_token=each.first_token + part.first_token,
            stop_token=each.stop_token + part.first_token,
            start=each.start + part.start,
            stop=each.stop + part.start,
        )
        for each in part.route().passages
    ]
