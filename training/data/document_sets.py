"""The registry of sets of labelled documents, and the pages of those that are at hand."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from nomen.model.environment import DOCUMENTS_VARIABLE
from nomen.training.data.documents import LabelledPage, read_pages
from nomen.training.data.published import Published, Sha256
from nomen.training.data.registry import Split, file_sha256
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError


class DocumentSet(Published):
    """The registered facts of one set of labelled documents; its files are SPLIT/NAME.jsonl.

    Attributes:
        sha256: The checksum of each split.
    """

    sha256: dict[Split, Sha256]


@cache
def document_sets() -> Mapping[str, DocumentSet]:
    """Read the registry that comes with Nomen."""
    path = Path(__file__).with_name("documents.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: DocumentSet(name=name, **facts) for name, facts in table.items()}


def find_document_set(name: str) -> DocumentSet:
    """Look a set of documents up by its name.

    Raises:
        CorpusError: When the registry has none of that name.
    """
    try:
        return document_sets()[name]
    except KeyError as error:
        known = ", ".join(sorted(document_sets()))
        raise CorpusError(
            f"{name}: no set of documents of that name; expected one of {known}"
        ) from error


def load_pages(name: str, split: Split, folder: Path) -> list[LabelledText]:
    """Read the texts of one split of a registered set; see `load_labelled_pages`."""
    return [page.labelled for page in load_labelled_pages(name, split, folder)]


def load_labelled_pages(name: str, split: Split, folder: Path) -> list[LabelledPage]:
    """Read the pages of one split of a registered set, in their order.

    Args:
        name: The set's name.
        split: `train` or `dev`.
        folder: The folder of documents.

    Raises:
        CorpusError: When there is no such set or split, it is not at hand, or is not the registered
            file.
    """
    found = find_document_set(name)
    if split not in found.sha256:
        raise CorpusError(f"{name}: expected a split of {', '.join(found.sha256)}, not {split}")
    path = folder / split / f"{name}.jsonl"
    if not path.exists():
        raise CorpusError(f"{path}: not at hand; expected it there, set {DOCUMENTS_VARIABLE}")
    if file_sha256(path) != found.sha256[split]:
        raise CorpusError(f"{path}: sha256 is not the registered one")
    return list(read_pages(path))
