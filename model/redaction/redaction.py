"""Redactor: puts something else in the place of a text's names."""

import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import get_args

from nomen.model.arrays import rounded
from nomen.model.errors import OperatorError
from nomen.model.reading import Route, Routed
from nomen.model.redaction.breaks import breaks_of, lines_of
from nomen.model.redaction.faker_lists import load_lists
from nomen.model.redaction.markup import names_through_tags
from nomen.model.redaction.numbers import Numbers
from nomen.model.redaction.operators import (
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Surrogate,
)
from nomen.model.redaction.placeholders import held_before
from nomen.model.redaction.surrogates import Surrogates
from nomen.model.tagged_documents import Name, TaggedDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedName:
    """A name of a text and what stands in its place.

    Attributes:
        start: Offset of its first code point in the text.
        end: Offset after its last code point in the text.
        redacted_start: Offset of the replacement's first code point in the redacted text.
        redacted_end: Offset after its last code point in the redacted text.
        replacement: What stands in its place, with the line ends of the name.
        probability: As `Name.probability`.
        original: The name as it stood in the text; the representation leaves it out.
        language: As `Name.language`.
        stood_before: Whether the text held the replacement already, so that only its place tells
            it from a name's.
    """

    start: int
    end: int
    redacted_start: int
    redacted_end: int
    replacement: str
    probability: float | None
    original: str = field(repr=False)
    language: str | None = None
    stood_before: bool = field(default=False, repr=False)

    def to_dict(self, *, with_originals: bool = False) -> dict[str, object]:
        """Give the fields for JSON, with the probability to six decimals; `language` if known.

        Args:
            with_originals: Whether `original` is one of them, and `stood_before` where it is true.
        """
        fields = {**asdict(self), "probability": rounded(self.probability)}
        if not with_originals:
            del fields["original"]
        if not (with_originals and self.stood_before):
            del fields["stood_before"]
        if self.language is None:
            del fields["language"]
        return fields


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedDocument(Routed):
    """A text without its names, and what was replaced, in the order of the text.

    Attributes:
        text: The text without its names.
        names: What was replaced.
        unsupported_scripts: Letters of the text by the script that the bundle did not learn: names
            in such scripts are left in it.
        model: The name and version of the bundle that read it; of several, with commas.
        route: Tells its language, when it is asked for the first time.
    """

    text: str
    names: list[RedactedName]
    unsupported_scripts: Mapping[str, int] = field(default_factory=dict)
    model: str = ""
    route: Route | None = field(default=None, repr=False)

    def to_dict(self, *, with_originals: bool = False) -> dict[str, object]:
        """Give the fields for JSON; arguments as for `RedactedName.to_dict`."""
        names = [name.to_dict(with_originals=with_originals) for name in self.names]
        return {
            "text": self.text,
            "names": names,
            "unsupported_scripts": dict(self.unsupported_scripts),
            "language": self.language,
            "model": self.model,
            "unsupported": dict(self.unsupported),
        }


class Redactor:
    """Redacts texts with one operator.

    It remembers the persons of the texts before where the operator's scope is a batch. Make one for
    each batch or file then, and use it from one thread; elsewhere one redactor may serve any number
    of texts and threads.

    Line ends inside a name, with the quote marks after them, survive every operator: a mask and a
    surrogate keep the lines as they are, and every other replacement is followed by the line ends.

    Args:
        operator: What stands in the place of a name; None is `Replace()`.

    Raises:
        OperatorError: When the operator needs a library that is not installed.
    """

    def __init__(self, operator: Operator | None = None) -> None:
        if operator is not None and not isinstance(operator, Operator):
            known = ", ".join(each.__name__ for each in get_args(Operator))
            raise OperatorError("operator", f"expected one of {known}")
        self.operator: Operator = Replace() if operator is None else operator
        self._numbers: Numbers | None = None
        if isinstance(self.operator, Number) and self.operator.scope == "batch":
            self._numbers = Numbers(self.operator)
        if isinstance(self.operator, Surrogate):
            load_lists()

    def redact_tagged(self, text: str, tagged: TaggedDocument) -> RedactedDocument:
        """Redact a text by what was found in it.

        Args:
            text: The text.
            tagged: The text, tagged.
        """
        redacted = self.redact(text, tagged.names)
        return replace(
            redacted,
            unsupported_scripts=tagged.unsupported_scripts,
            model=tagged.model,
            route=tagged.route,
        )

    def redact(self, text: str, names: Sequence[Name]) -> RedactedDocument:
        """Redact a text.

        Args:
            text: The text.
            names: Its names, in the order of the text.
        """
        spans = [_span(name) for name in names]
        originals = [text[start:end] for start, end in spans]
        replacements = self._replacements(text, originals, names_through_tags(text, spans))
        held = held_before(text, replacements, self.operator) if names else frozenset()
        parts, redacted, end, length = [], [], 0, 0
        for name, (start, stop), original, replacement in zip(
            names, spans, originals, replacements, strict=True
        ):
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
                    original=original,
                    language=name.language,
                    stood_before=replacement in held,
                )
            )
        return RedactedDocument(text="".join([*parts, text[end:]]), names=redacted)

    def reserve(self, texts: Iterable[str]) -> None:
        """Tell texts that will be redacted later: numbers that they hold become nobody's."""
        if self._numbers is not None:
            for text in texts:
                self._numbers.reserve(text)

    def _replacements(self, text: str, names: list[str], wholes: list[str]) -> list[str]:
        match self.operator:
            case Mask() as mask:
                return [_masked(name, mask) for name in names]
            case Surrogate(key=key):
                return Surrogates(key, text).replacements(names, wholes) if names else []
            case Replace(with_=words):
                values = [words] * len(names)
            case Number() as number:
                values = (self._numbers or Numbers(number)).replacements(text, names, wholes)
            case Hash(key=key, length=length):
                values = [_digest(name, key)[:length] for name in names]
            case Remove():
                values = [""] * len(names)
        return [value + breaks_of(name) for value, name in zip(values, names, strict=True)]


def _span(name: Name) -> tuple[int, int]:
    if name.start is None or name.end is None:
        raise TypeError("expected the names of a text")
    return name.start, name.end


def _digest(name: str, key: bytes) -> str:
    return hmac.digest(key, name.encode("utf-8", "surrogatepass"), "sha256").hex()


def _masked(name: str, mask: Mask) -> str:
    """Mask every character but blanks, breaks with their quote marks, and the first ones."""
    num_kept = mask.keep_first
    masked = []
    for i, part in enumerate(lines_of(name)):
        if i % 2:
            masked.append(part)
            continue
        for character in part:
            is_kept = num_kept > 0
            masked.append(character if character.isspace() or is_kept else mask.character)
            num_kept -= is_kept and not character.isspace()
    return "".join(masked)
