"""The options of `nomen redact` that choose an operator, checked."""

from dataclasses import dataclass
from pathlib import Path

from nomen.model.redaction.operators import (
    Hash,
    Mask,
    Number,
    Operator,
    Remove,
    Replace,
    Surrogate,
)
from nomen.service.files.sources import SourceError

OPERATORS = ("replace", "number", "mask", "hash", "remove", "surrogate")
SCOPES = ("document", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorOptions:
    """The operator of a redaction and its values; None where one was not given.

    Attributes:
        kind: Which operator.
        with_: For `replace`: what stands in the place of a name.
        template: For `number`: holds `{n}`.
        scope: For `number`: within what a person keeps the number.
        character: For `mask`.
        keep_first: For `mask`: characters that stay.
        key_file: For `hash` and `surrogate`: the file of the key.
        length: For `hash`: digits that are kept.
    """

    kind: str = "replace"
    with_: str | None = None
    template: str | None = None
    scope: str | None = None
    character: str | None = None
    keep_first: int | None = None
    key_file: Path | None = None
    length: int | None = None

    def build(self) -> Operator:
        """Make the operator.

        Raises:
            SourceError: When a value belongs to another operator, or a key is missing.
            NomenError: When a value is out of its range.
        """
        self._refuse_others()
        match self.kind:
            case "replace":
                return Replace() if self.with_ is None else Replace(with_=self.with_)
            case "number":
                template = Number().template if self.template is None else self.template
                return Number(template=template, scope="batch" if self.is_by_file else "document")
            case "mask":
                character = Mask().character if self.character is None else self.character
                return Mask(character=character, keep_first=self.keep_first or 0)
            case "hash":
                key = self._read_key()
                return Hash(key=key) if self.length is None else Hash(key=key, length=self.length)
            case "remove":
                return Remove()
            case "surrogate":
                return Surrogate(key=self._read_key())
            case _:
                raise SourceError(f"--operator: expected one of {', '.join(OPERATORS)}")

    @property
    def is_by_file(self) -> bool:
        """Whether a person keeps the number within a file."""
        return self.scope == "file"

    def _refuse_others(self) -> None:
        if self.scope not in (None, *SCOPES):
            raise SourceError(f"--scope: expected one of {', '.join(SCOPES)}")
        known = {
            "--with": (self.with_, ("replace",)),
            "--template": (self.template, ("number",)),
            "--scope": (self.scope, ("number",)),
            "--character": (self.character, ("mask",)),
            "--keep-first": (self.keep_first, ("mask",)),
            "--key-file": (self.key_file, ("hash", "surrogate")),
            "--length": (self.length, ("hash",)),
        }
        for option, (value, kinds) in known.items():
            if value is not None and self.kind not in kinds:
                raise SourceError(f"{option}: expected only with --operator {' or '.join(kinds)}")

    def _read_key(self) -> bytes:
        if self.key_file is None:
            raise SourceError(f"--operator {self.kind}: expected --key-file")
        try:
            key = self.key_file.read_bytes()
        except OSError as error:
            raise SourceError(f"{self.key_file}: cannot be read ({error.strerror})") from error
        key = key.removesuffix(b"\n").removesuffix(b"\r")
        if not key:
            raise SourceError(f"{self.key_file}: expected a key, found nothing")
        return key
