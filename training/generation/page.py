"""Page: a text under construction, with the spans of the names written so far."""

from collections.abc import Callable

from nomen.training.data.labels import Span
from nomen.training.data.texts import LabelledText


class Page:
    """Collects pieces of a text; some of them are names."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._names: list[Span] = []

    def write(self, text: str) -> "Page":
        """Add text that is no name, as it is."""
        self._pieces.append(text)
        self._length += len(text)
        return self

    def name(self, written: str) -> "Page":
        """Add a name of at least one character."""
        self._names.append((self._length, self._length + len(written)))
        return self.write(written)

    def add(self, text: LabelledText) -> "Page":
        """Add a text with its names."""
        self._names += [(start + self._length, end + self._length) for start, end in text.names]
        return self.write(text.text)

    def finish(self) -> LabelledText:
        """Give the whole text and its names."""
        return LabelledText("".join(self._pieces), tuple(self._names))


def rewritten(text: LabelledText, change: Callable[[str], str]) -> LabelledText:
    """Change each piece of a text, names and what stands between them, on its own."""
    page, last = Page(), 0
    for start, end in text.names:
        page.write(change(text.text[last:start])).name(change(text.text[start:end]))
        last = end
    return page.write(change(text.text[last:])).finish()
