"""Redactor: puts something else in the place of a text's names."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomen.model.documents import Name
from nomen.model.redaction.operators import Operator, Replace


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedName:
    """A name of a text and what stands in its place.

    Attributes:
        start: Offset of its first code point in the text.
        end: Offset after its last code point in the text.
        redacted_start: Offset of the replacement's first code point in the redacted text.
        redacted_end: Offset after its last code point in the redacted text.
        replacement: What stands in its place.
        probability: The lowest name probability of its tokens; None for a name by a deny list.
        original: The name as it stood in the text.
    """

    start: int
    end: int
    redacted_start: int
    redacted_end: int
    replacement: str
    probability: float | None
    original: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedDocument:
    """A text without its names, and what was replaced, in the order of the text."""

    text: str
    names: list[RedactedName]


class Redactor:
    """Redacts texts with one operator.

    It remembers the persons of the texts before where the operator's scope is a batch. Make one for
    each batch or file then; elsewhere one redactor may serve any number of texts.

    Args:
        operator: What stands in the place of a name.
    """

    def __init__(self, operator: Operator | None = None) -> None:
        self.operator = Replace() if operator is None else operator

    def redact(self, text: str, names: Sequence[Name]) -> RedactedDocument:
        """Redact a text.

        Args:
            text: The text.
            names: Its names, in the order of the text.
        """
        parts, redacted, end, length = [], [], 0, 0
        for name in names:
            start, stop = _span(name)
            replacement = self._replacement(name)
            parts += [text[end:start], replacement]
            redacted_start = length + start - end
            end, length = stop, redacted_start + len(replacement)
            redacted.append(
                RedactedName(
                    start=start,
                    end=stop,
                    redacted_start=redacted_start,
                    redacted_end=length,
                    replacement=replacement,
                    probability=name.probability,
                    original=name.text,
                )
            )
        return RedactedDocument(text="".join([*parts, text[end:]]), names=redacted)

    def _replacement(self, name: Name) -> str:
        if isinstance(self.operator, Replace):
            return self.operator.with_
        raise NotImplementedError(name)


def _span(name: Name) -> tuple[int, int]:
    if name.start is None or name.end is None:
        raise TypeError("expected the names of a text")
    return name.start, name.end
