"""The map file of a redaction: what stands in the place of which name, for those who may restore.

JSON Lines, one document a line:
`{"place": {"line": 7}, "id": "a", "pairs": [["[NAME_1]", "Ada Byron", 12], …]}`. Each pair is a
replacement, its original and where the replacement stands in the redacted text, in code points.
`stood_before` lists the replacements that the text held before, where there are any; `elsewhere`
lists the pairs of a mail's headers that are no part of its text.
Only the file's owner may read it, from its first byte on.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nomen.model.redaction.operators import Operator
from nomen.model.redaction.redaction import RedactedDocument
from nomen.model.redaction.restoring import check_restorable
from nomen.service.documents.answers import dump_json
from nomen.service.files.sources import SourceError

MODE = 0o600


class MappedDocument(BaseModel):
    """A line of a map file: the pairs of one document, in the order of its text.

    Attributes:
        place: Where the document stands in its file.
        id: Its own id.
        pairs: Replacement, original, and where the replacement stands in the redacted text.
        stood_before: The replacements that the text held before it was redacted.
        elsewhere: Replacements and originals of what stands in the file, but not in the text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    place: dict[str, int | str]
    id: str | int | None
    pairs: list[tuple[str, str, Annotated[int, Field(ge=0)]]]
    stood_before: list[str] = Field(default_factory=list)
    elsewhere: list[tuple[str, str]] = Field(default_factory=list)

    def has(self, key: str, value: str) -> bool:
        """Tell whether a member of the place, or the id, is a value."""
        own = self.id if key == "id" else self.place.get(key)
        return own is not None and str(own) == value


def open_map(
    path: Path, operator: Operator, *, force: bool = False, keep_bytes: int | None = None
) -> BinaryIO:
    """Open a map file to write lines of `map_line` to it; only its owner may read it.

    Args:
        path: The file.
        operator: The operator that redacts.
        force: Whether to write over an existing file.
        keep_bytes: For a job that is taken up again: the bytes of the existing file that stay.

    Raises:
        RestoreError: When the operator masks or removes names, which no map puts back.
        FileExistsError: When there is a file, with neither `force` nor `keep_bytes`.
        OSError: When the file cannot be opened.
    """
    check_restorable(operator)
    is_new = not force and keep_bytes is None
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | (os.O_EXCL if is_new else 0)
    descriptor = os.open(path, flags, MODE)
    file = os.fdopen(descriptor, "wb")
    os.fchmod(descriptor, MODE)  # an existing file may be open to others
    file.truncate(keep_bytes or 0)
    file.seek(0, os.SEEK_END)
    return file


def map_line(
    document: RedactedDocument,
    *,
    place: Mapping[str, int | str],
    id: str | int | None = None,  # noqa: A002 - as everywhere
    elsewhere: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Write the line of a document; nothing for one without names.

    Args:
        document: The document.
        place: Where it stands in its file, as in answers and rejects.
        id: Its own id.
        elsewhere: As `MappedDocument.elsewhere`.
    """
    if not document.names:
        return b""
    pairs = [(name.replacement, name.original, name.redacted_start) for name in document.names]
    line: dict[str, object] = {"place": dict(place), "id": id, "pairs": pairs}
    if held := sorted({name.replacement for name in document.names if name.stood_before}):
        line["stood_before"] = held
    if elsewhere:
        line["elsewhere"] = list(elsewhere)
    return dump_json(line) + b"\n"


def read_map(path: Path) -> Iterator[MappedDocument]:
    """Read the documents of a map file.

    Raises:
        SourceError: When the file cannot be read, or when a line is not one of a map file.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror})") from error
    for number, line in enumerate(lines, 1):
        try:
            yield MappedDocument.model_validate_json(line)
        except ValidationError:
            # The chain would show the line.
            raise SourceError(f"{path}: line {number}: expected a line of a map") from None
