"""The columns of a CoNLL file: where a line holds its token and its tag."""

from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from nomen.training.data.labels import (
    NAME_TYPES,
    LabelledSentence,
    Scheme,
    Tag,
    person_names,
)

DOCUMENT_START = "-DOCSTART-"


class Row(NamedTuple):
    """A token and its tag, with the number of their line."""

    line: int
    token: str
    tag: Tag


class Columns(BaseModel):
    """The layout of one file: columns separated by tabs where a line has tabs, else by blanks.

    Attributes:
        scheme: The tag scheme.
        token: Index of the token's column.
        tag: Index of the tag's column; negative ones count from the end.
        prefix: Characters before each token that are not part of it, like wikiann's `en:`.
        name_types: Entity types, in upper case, that mean a person.
        left_out_types: Entity types whose sentences are left out.
        comment: The beginning of lines that hold no token; empty if there are no such lines.
        document: The beginning, before a blank or the end, of lines that start a document.
        is_cut_off: Whether the published file ends in the middle of a line.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scheme: Scheme = "bio"
    token: int = 0
    tag: int = -1
    prefix: str = ""
    name_types: frozenset[str] = NAME_TYPES
    left_out_types: frozenset[str] = frozenset()
    comment: str = ""
    document: Annotated[str, Field(min_length=1)] = DOCUMENT_START
    is_cut_off: bool = False

    def is_blank(self, line: str) -> bool:
        """Tell whether a line ends a sentence."""
        return not line.strip(" \t\r\n")

    def starts_document(self, line: str) -> bool:
        """Tell whether a line starts a document."""
        if not line.startswith(self.document):
            return False
        return line.removeprefix(self.document)[:1] in {"", " ", "\t", "\r"}

    def is_comment(self, line: str) -> bool:
        """Tell whether a line is neither a token nor the end of a sentence."""
        return bool(self.comment) and line.startswith(self.comment)

    def parse(self, line: str, number: int) -> Row:
        """Split a line into its columns.

        Raises:
            ValueError: When it lacks a column or the token's prefix, or its tag is malformed.
        """
        stripped = line.rstrip(" \t\r\n")
        if "\t" in stripped:
            columns = stripped.split("\t")
        else:
            columns = [column for column in stripped.split(" ") if column]
        length, token_at, tag_at = len(columns), self.token, self.tag
        token_at = token_at if token_at >= 0 else length + token_at
        tag_at = tag_at if tag_at >= 0 else length + tag_at
        if token_at == tag_at or not (0 <= token_at < length and 0 <= tag_at < length):
            raise ValueError(f"expected a token and a tag, found {length} column(s)")
        token = columns[token_at]
        if not token.startswith(self.prefix) or token == self.prefix:
            raise ValueError(f"expected a token after the prefix '{self.prefix}'")
        return Row(number, token.removeprefix(self.prefix), Tag.parse(columns[tag_at]))

    def sentence(self, rows: list[Row]) -> LabelledSentence | None:
        """Find the names of a sentence; None for a sentence to leave out.

        Raises:
            ValueError: When a tag cannot stand where it does; the first argument is the message,
                the second the index of the row.
        """
        tags = [row.tag for row in rows]
        names = person_names(tags, scheme=self.scheme, name_types=self.name_types)
        if any(tag.entity_type in self.left_out_types for tag in tags):
            return None
        return LabelledSentence(tokens=tuple(row.token for row in rows), names=names)
