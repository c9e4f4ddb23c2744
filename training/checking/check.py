"""Checks files of labelled sentences, all faults at once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nomen.training.checking.duplicates import Duplicates
from nomen.training.checking.facts import FileFacts, Role
from nomen.training.checking.findings import Finding, Findings
from nomen.training.checking.languages import is_another, language_of
from nomen.training.checking.unlabelled import Names
from nomen.training.errors import CorpusError
from nomen.training.formats.detecting import find_format
from nomen.training.formats.examining import examine
from nomen.training.formats.reading import MOST_NUMBERS, read_items
from nomen.training.formats.records import Fault, LeftOut, Place
from nomen.training.formats.sentences import TypedSentence, to_typed_sentences
from nomen.training.formats.settings import FileSettings


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was counted and found.

    Attributes:
        files: The counts of each file, in the order in which they were given.
        language: The language of most sentences, or their script; None where none is clear.
        findings: What is wrong.
        is_usable: Whether each file can be read and holds a sentence.
    """

    files: list[FileFacts]
    language: str | None
    findings: Findings
    is_usable: bool

    def as_dict(self) -> dict[str, Any]:
        """Give all as plain values."""
        return {
            "files": [facts.as_dict() for facts in self.files],
            "language": self.language,
            "is_usable": self.is_usable,
            "faults": self.findings.as_list(),
        }


def check(files: Sequence[tuple[Path, Role]], settings: FileSettings) -> CheckReport:
    """Check files together. Each is read twice, a record at a time.

    Args:
        files: The files and what each is for; those of `train` first.
        settings: How they are read.
    """
    checking = _Checking(settings)
    facts = [checking.count(path, role) for path, role in files]
    language = next((name for name, _ in checking.languages.most_common(1)), None)
    for found in facts:
        if found.num_sentences:
            checking.compare(found, language)
    for (file, position), message in checking.names.found():
        checking.findings.add("unlabelled name", Finding(file, position, message))
    is_usable = "unusable file" not in checking.findings.counts
    return CheckReport(facts, language, checking.findings, is_usable)


@dataclass(slots=True)
class _Checking:
    settings: FileSettings
    findings: Findings = field(default_factory=Findings)
    names: Names = field(default_factory=Names)
    duplicates: Duplicates = field(default_factory=Duplicates)
    languages: Counter[str] = field(default_factory=Counter)

    def count(self, path: Path, role: Role) -> FileFacts:
        """Count what a file holds, and find what is wrong with each record alone."""
        facts = FileFacts(path=path, role=role)
        try:
            facts.format = self.settings.format or find_format(path)
            for place, typed in self._sentences(facts):
                facts.add_sentence(typed.sentence)
                self.names.count(typed.sentence, str(place))
                if language := language_of(typed.sentence.tokens):
                    self.languages[language] += 1
        except CorpusError as error:
            message = str(error).removeprefix(f"{path}: ")
            self.findings.add("unusable file", Finding(str(path), "", message))
            return facts
        self._judge(facts)
        return facts

    def compare(self, facts: FileFacts, language: str | None) -> None:
        """Find what is wrong with the sentences of a file beside all others."""
        again = _Checking(self.settings)
        for place, typed in again._sentences(FileFacts(path=facts.path, role=facts.role)):
            sentence, file, position = typed.sentence, str(place.path), place.position
            found = self.duplicates.look_at(sentence, str(place), facts.role)
            if found:
                self.findings.add(found[0], Finding(file, position, found[1]))
            self.names.look_at(sentence, typed.others, (file, position))
            if language and (other := is_another(sentence.tokens, language)):
                message = f"the sentence looks like {other}, most look like {language}"
                self.findings.add("another language", Finding(file, position, message))

    def _sentences(self, facts: FileFacts) -> Iterator[tuple[Place, TypedSentence]]:
        """Give the sentences of a file and where they stand; find what is wrong with each."""
        name_types = self.settings.name_types
        for item in read_items(facts.path, self.settings):
            if isinstance(item, Fault):
                self._add(item)
                continue
            if isinstance(item, LeftOut):
                facts.left_out[item.reason] += 1
                continue
            record, faults = examine(item, name_types)
            facts.add_record(record, name_types)
            sentences, cut = to_typed_sentences(record, self.settings)
            for fault in (*faults, *cut):
                self._add(fault)
            for sentence in sentences:
                yield item.place, sentence

    def _add(self, fault: Fault) -> None:
        place = fault.place
        self.findings.add(fault.kind, Finding(str(place.path), place.position, fault.message))

    def _judge(self, facts: FileFacts) -> None:
        """Find what is wrong with a file as a whole."""
        file = str(facts.path)
        if not facts.num_sentences:
            message = "expected at least one sentence, found none"
            self.findings.add("unusable file", Finding(file, "", message))
        elif not facts.num_names:
            types = ", ".join(sorted(self.settings.name_types))
            message = f"expected at least one name, of a type {types}"
            self.findings.add("no names", Finding(file, "", message))
        if facts.num_numbers > MOST_NUMBERS * max(facts.num_tokens, 1):
            message = "expected tokens, found numbers"
            self.findings.add("numbers as tokens", Finding(file, "", message))
