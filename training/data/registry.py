"""The registry of corpora, and the sentences of those that are at hand."""

import hashlib
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nomen.model.environment import CORPORA_VARIABLE, LANGUAGES_VARIABLE
from nomen.training.data.conll import Columns
from nomen.training.data.guidelines import strip_titles
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.languages import ENGLISH, languages_folder
from nomen.training.data.readers import read_documents
from nomen.training.errors import CorpusError

Split = Literal["train", "dev", "test"]
SplitState = Literal["ok", "differs", "absent"]

REGISTRIES = ("corpora.toml", "corpora_of_languages.toml")

_SPLITS: dict[str, Split] = {"train": "train", "dev": "dev", "test": "test"}


class Corpus(BaseModel):
    """The registered facts of one published corpus.

    Attributes:
        name: Its name, also that of its folder.
        language: Its language, as a tag of BCP 47.
        licence_class: `open`, or `customary` (research-only or unstated terms).
        licence: The terms as its source states them.
        repository: Its GitHub repository, owner/name.
        commit: The commit its files were taken from: its first ten digits, or all 40; empty where
            that is not known.
        description: One line about its text.
        harmonisation: The change to its names on reading.
        sha256: The checksum of each converted split.
        files: The published file of each split, if its columns are all that must be converted.
        columns: The layout of those files.
        needs: The other steps of its conversion; it then has no `files`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")] = ENGLISH
    licence_class: Literal["open", "customary"]
    licence: str
    repository: str
    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{10}([0-9a-f]{30})?)?$")] = ""
    description: str
    harmonisation: Literal["none", "strip_titles"]
    sha256: dict[Split, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]
    files: dict[Split, str] = {}
    columns: Columns = Columns()
    needs: str = ""

    @model_validator(mode="after")
    def _fetchable_or_not(self) -> "Corpus":
        if bool(self.files) == bool(self.needs) or (
            self.files and set(self.files) != set(self.sha256)
        ):
            raise ValueError("expected a file for each split, or `needs`")
        return self

    @property
    def address(self) -> str:
        """The page about it, for people."""
        page = f"https://github.com/{self.repository}"
        return f"{page}/tree/{self.commit}" if self.commit else page

    @property
    def is_fetchable(self) -> bool:
        """Whether its published files are columns, which Nomen downloads and converts."""
        return bool(self.files)


@cache
def registry() -> Mapping[str, Corpus]:
    """Read the registry that comes with Nomen."""
    found: dict[str, Corpus] = {}
    for file in REGISTRIES:
        table = tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))
        found |= {name: Corpus(name=name, **facts) for name, facts in table.items()}
    return found


def find_corpus(name: str) -> Corpus:
    """Look a corpus up by its name.

    Raises:
        CorpusError: When the registry has none of that name.
    """
    try:
        return registry()[name]
    except KeyError as error:
        known = ", ".join(sorted(registry()))
        raise CorpusError(f"no corpus of that name; expected one of {known}") from error


def language_of(name: str) -> str:
    """Give the language of a corpus; English where the registry has none of that name."""
    corpus = registry().get(name)
    return corpus.language if corpus else ENGLISH


def find_split(name: str) -> tuple[Corpus, Split] | None:
    """Look `NAME/SPLIT` up; None when it is no split of a registered corpus."""
    corpus, _, split = name.partition("/")
    if corpus not in registry() or split not in _SPLITS:
        return None
    return registry()[corpus], _SPLITS[split]


def sets_of_languages(languages: Collection[str], folder: Path) -> list[str]:
    """Give `NAME/SPLIT` of each corpus that is at hand, its dev split or else train.

    Args:
        languages: Tags of BCP 47; all but English by default.
        folder: The folder of English corpora, which the folder of languages stands beside.
    """
    found = []
    for corpus in sorted(registry().values(), key=lambda each: (each.language, each.name)):
        if corpus.language in languages or (not languages and corpus.language != ENGLISH):
            splits: tuple[Split, ...] = ("dev", "train")
            at_hand = [each for each in splits if split_path(corpus, each, folder).is_file()]
            found += [f"{corpus.name}/{split}" for split in at_hand[:1]]
    return found


def split_path(corpus: Corpus, split: Split, folder: Path) -> Path:
    """Give the path of a converted split.

    Args:
        corpus: The corpus.
        split: The split.
        folder: The folder of English corpora, which the folder of languages stands beside.
    """
    is_english = corpus.language == ENGLISH
    beside = folder if is_english else languages_folder(folder) / "ner"
    return beside / corpus.name / f"{split}.conll"


def split_state(corpus: Corpus, split: Split, folder: Path) -> SplitState:
    """Tell whether a converted split is at hand and is the registered file.

    Raises:
        CorpusError: When the file cannot be read.
    """
    path = split_path(corpus, split, folder)
    if not path.exists():
        return "absent"
    return "ok" if file_sha256(path) == corpus.sha256[split] else "differs"


def load_split(name: str, split: Split, folder: Path) -> list[LabelledSentence]:
    """Read one converted split of a registered corpus; see `read_split`."""
    return read_split(find_corpus(name), split, folder)


def read_split(corpus: Corpus, split: Split, folder: Path) -> list[LabelledSentence]:
    """Read one converted split of a corpus, checked and harmonised.

    Raises:
        CorpusError: When it is not at hand, or is not the registered file.
    """
    found = stream_split(corpus, split, folder)
    return [sentence for sentence in found if sentence is not None]


def stream_split(corpus: Corpus, split: Split, folder: Path) -> Iterator[LabelledSentence | None]:
    """Read one converted split like `read_split`, sentence by sentence.

    None stands where a document starts.
    """
    for sentence in read_documents(_checked_path(corpus, split, folder), Columns()):
        yield None if sentence is None else _harmonised(sentence, corpus)


def read_split_documents(
    corpus: Corpus, split: Split, folder: Path
) -> list[list[LabelledSentence]]:
    """Read the documents of one converted split, each as its sentences, like `read_split`."""
    documents: list[list[LabelledSentence]] = [[]]
    for sentence in stream_split(corpus, split, folder):
        if sentence is None:
            documents.append([])
        else:
            documents[-1].append(sentence)
    return [document for document in documents if document]


def _checked_path(corpus: Corpus, split: Split, folder: Path) -> Path:
    path = split_path(corpus, split, folder)
    if split not in corpus.sha256:
        raise CorpusError(f"{corpus.name} has no {split} split; it has {', '.join(corpus.sha256)}")
    state = split_state(corpus, split, folder)
    if state == "absent":
        variable = CORPORA_VARIABLE if corpus.language == ENGLISH else LANGUAGES_VARIABLE
        raise CorpusError(f"{path}: not at hand; see `nomen-train corpora`, set {variable}")
    if state == "differs":
        raise CorpusError(f"{path}: sha256 is not the registered one; convert it again")
    return path


def _harmonised(sentence: LabelledSentence, corpus: Corpus) -> LabelledSentence:
    return strip_titles(sentence) if corpus.harmonisation == "strip_titles" else sentence


def file_sha256(path: Path) -> str:
    """Give a file's SHA-256 in hexadecimal.

    Raises:
        CorpusError: When the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CorpusError(f"{path}: expected a readable file") from error
