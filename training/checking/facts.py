"""FileFacts: what was counted in one file."""

from collections import Counter
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from nomen.training.data.labels import LabelledSentence
from nomen.training.formats.examining import is_name
from nomen.training.formats.reading import is_number
from nomen.training.formats.records import Record

Role = Literal["train", "dev", "test"]


@dataclass(slots=True, kw_only=True)
class FileFacts:
    """The counts of one file.

    Attributes:
        path: The file.
        role: What it is for.
        format: Its format; empty where it is not known.
        num_records: Records that were read.
        num_sentences: Their sentences.
        num_tokens: Tokens of all sentences.
        num_numbers: Tokens that are numbers.
        num_names: Names of all sentences.
        names: Spans that are names, by type; an empty type where the file names none.
        dropped: Spans that are no names, by type.
        left_out: Records that were left out, by reason.
        num_lower: Sentences with letters, all in lower case.
        num_upper: Sentences with letters, all in upper case.
    """

    path: Path
    role: Role
    format: str = ""
    num_records: int = 0
    num_sentences: int = 0
    num_tokens: int = 0
    num_numbers: int = 0
    num_names: int = 0
    names: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    num_lower: int = 0
    num_upper: int = 0

    def add_record(self, record: Record, name_types: frozenset[str]) -> None:
        """Count a record and the types of its spans."""
        self.num_records += 1
        for span in record.spans:
            types = self.names if is_name(span, name_types) else self.dropped
            types[span.label or ""] += 1

    def add_sentence(self, sentence: LabelledSentence) -> None:
        """Count a sentence, its tokens, names and casing."""
        self.num_sentences += 1
        self.num_tokens += len(sentence.tokens)
        self.num_numbers += sum(map(is_number, sentence.tokens))
        self.num_names += len(sentence.names)
        text = " ".join(sentence.tokens)
        self.num_lower += text.islower()
        self.num_upper += text.isupper()

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return {**plain, "path": str(self.path)}
