"""Columns: how a CoNLL file lays tokens and tags out, line by line; knows no files."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from training.labels import NAME_TYPES, LabelledSentence, Scheme, Tag, person_labels

DOCUMENT_START = "-DOCSTART-"


class Row(NamedTuple):
    """A token and its tag, with the number of the line they stand in."""

    line: int
    token: str
    tag: Tag


class Columns(BaseModel):
    """The layout of one file: columns parted by tabs where a line has some, else by blanks.

    Attributes:
        scheme: The tag scheme.
        token: Index of the token's column.
        tag: Index of the tag's column; negative ones count from the end.
        token_prefix: What stands before each token and is no part of it, as wikiann's `en:`.
        name_types: Entity types, in upper case, that mean a person.
        left_out_types: A sentence with one of these entity types is left out.
        comment: How a line begins that is no token; empty if there are none.
        document: How a comment begins that starts a document.
        is_cut_off: Whether the published file is known to end in the middle of a line.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scheme: Scheme = "bio"
    token: int = 0
    tag: int = -1
    token_prefix: str = ""
    name_types: frozenset[str] = NAME_TYPES
    left_out_types: frozenset[str] = frozenset()
    comment: str = ""
    document: str = DOCUMENT_START
    is_cut_off: bool = False

    def is_blank(self, line: str) -> bool:
        """Tell whether a line ends a sentence."""
        return not line.strip(" \t\r\n")

    def starts_document(self, line: str) -> bool:
        """Tell whether a line starts a document."""
        found = line.rstrip("\r\n").replace("\t", " ")
        return found == self.document or found.startswith(f"{self.document} ")

    def is_comment(self, line: str) -> bool:
        """Tell whether a line is neither a token nor the end of a sentence."""
        return bool(self.comment) and line.startswith(self.comment)

    def parse(self, line: str, number: int) -> Row:
        """Take a line apart.

        Raises:
            ValueError: When it lacks a column, the token's prefix, or its tag is none.
        """
        stripped = line.rstrip(" \t\r\n")
        has_tabs = "\t" in stripped
        columns = stripped.split("\t") if has_tabs else stripped.replace(" ", "\t").split("\t")
        columns = columns if has_tabs else [column for column in columns if column]
        token_at, tag_at = (i % len(columns) if i < 0 else i for i in (self.token, self.tag))
        if token_at == tag_at or max(token_at, tag_at) >= len(columns):
            raise ValueError(f"expected a token and a tag, found {len(columns)} column(s)")
        token = columns[token_at]
        if not token.startswith(self.token_prefix) or token == self.token_prefix:
            raise ValueError(f"expected a token that begins with '{self.token_prefix}'")
        return Row(number, token.removeprefix(self.token_prefix), Tag.parse(columns[tag_at]))

    def sentence(self, rows: list[Row]) -> LabelledSentence | None:
        """Label the tokens of a sentence; None if it is one to leave out.

        Raises:
            ValueError: When a tag cannot stand where it does; the first argument is the message,
                the second the index of the row.
        """
        tags = [row.tag for row in rows]
        labels = person_labels(tags, scheme=self.scheme, name_types=self.name_types)
        if any(tag.entity_type in self.left_out_types for tag in tags):
            return None
        return LabelledSentence(tokens=tuple(row.token for row in rows), labels=labels)
