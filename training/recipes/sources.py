"""The sources of a recipe's sentences: files and registered sets, which are read as streams."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.document_sets import find_document_set, load_pages
from nomen.training.data.documents import documents_folder
from nomen.training.data.guidelines import strip_titles
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import Split, file_sha256, find_corpus, stream_split
from nomen.training.errors import CorpusError, RecipeError
from nomen.training.formats.detecting import find_format
from nomen.training.formats.files import files_behind
from nomen.training.formats.reading import FoundSentence, Tally, stream_files
from nomen.training.formats.settings import FileSettings
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.held_out import held_out_of
from nomen.training.recipes.recipe import Recipe
from nomen.training.storage.source import Source


def train_sources(recipe: Recipe, folder: Path) -> dict[str, Source]:
    """Give the sources of the training sentences of each corpus of a recipe."""
    return {share.name: share_source(share, "train", folder) for share in recipe.corpora}


def dev_sources(recipe: Recipe, folder: Path) -> dict[str, Source]:
    """Give the sources of a recipe's dev sentences: of the corpora that it lists, or all with some.

    The blocks of its dev documents come after them.

    Raises:
        RecipeError: When there are no dev sentences.
    """
    found = {share.name: share_source(share, "dev", folder) for share in dev_shares(recipe)}
    return {**found, **block_sources(recipe.dev_documents, "dev", folder)}


def block_sources(names: Iterable[str], split: Split, folder: Path) -> dict[str, Source]:
    """Give the sources of the blocks of sets of documents.

    Args:
        names: Of registered sets.
        split: `train` or `dev`.
        folder: The folder of corpora, which the folder of documents stands beside.
    """
    return {name: _block_source(name, split, documents_folder(folder)) for name in names}


def _block_source(name: str, split: Split, documents: Path) -> Source:
    return Source(
        read=lambda: labelled_blocks(load_pages(name, split, documents)),
        key=lambda: f"blocks {find_document_set(name).sha256.get(split)}",
    )


def dev_shares(recipe: Recipe) -> list[CorpusShare]:
    """Give the corpora whose dev sentences choose a recipe's weights.

    Raises:
        RecipeError: When there is none.
    """
    shares = {share.name: share for share in recipe.corpora}
    names = recipe.dev or [s.name for s in recipe.corpora if _has_dev(s)]
    if not names:
        raise RecipeError("dev: expected a corpus with dev sentences to choose the weights by")
    return [shares.get(name, CorpusShare(name=name)) for name in names]


def _has_dev(share: CorpusShare) -> bool:
    if share.train is not None:
        return bool(share.files("dev"))
    return "dev" in find_corpus(share.name).sha256


def share_source(share: CorpusShare, split: Split, folder: Path) -> Source:
    """Give the source of one split of a recipe's corpus."""
    return Source(
        read=partial(stream_share, share, split, folder),
        key=partial(_share_key, share, split),
    )


def _share_key(share: CorpusShare, split: Split) -> str:
    files = _own_files(share, split)
    if not files:
        corpus = find_corpus(share.name)
        return f"registered {corpus.sha256.get(split)} {corpus.harmonisation}"
    keys = [_file_key(path, share.file_settings()) for path in files]
    return f"own {keys} {share.titles} {share.held_out}"


def _file_key(path: Path, settings: FileSettings) -> str:
    settings = settings.model_copy(update={"format": settings.format or find_format(path)})
    return f"{[file_sha256(each) for each in files_behind(path, settings)]} {_told(settings)}"


def _told(settings: FileSettings) -> str:
    """Write settings out, the same for the same ones."""
    told = settings.model_dump()
    columns = told["columns"]
    told["columns"] = {k: sorted(v) if isinstance(v, frozenset) else v for k, v in columns.items()}
    return str(told)


def stream_share(
    share: CorpusShare, split: Split, folder: Path, *, tally: Tally | None = None
) -> Iterator[LabelledSentence | int]:
    """Read one split of a recipe's corpus, registered or the user's own, as a stream.

    Before the sentences of each document stands its number.

    Args:
        share: The corpus.
        split: `train` or `dev`.
        folder: The folder of registered corpora.
        tally: What is counted of the user's own files on the way.

    Raises:
        CorpusError: When it is missing, malformed or, at its end, has no name.
    """
    files = _own_files(share, split)
    if not files:
        yield from _numbered(stream_split(find_corpus(share.name), split, folder))
        return
    tally = tally or Tally()
    has_names = False
    document = -1
    for found in _of_split(share, files, split, tally):
        if found.number != document:
            document = found.number
            yield document
        has_names = has_names or bool(found.sentence.names)
        yield strip_titles(found.sentence) if share.titles == "strip" else found.sentence
    if not has_names:
        raise CorpusError(f"{files[0]}: {_no_name(share, tally.dropped)}")


def _of_split(
    share: CorpusShare, files: Sequence[Path], split: Split, tally: Tally
) -> Iterator[FoundSentence]:
    """Read the user's own files of a split: whole, or what is held out of them and what is not."""
    found = stream_files(files, share.file_settings(), tally)
    if not share.held_out or split == "test":
        yield from found
        return
    is_dev = held_out_of(share)
    for each, is_held_out in zip(found, is_dev, strict=True):
        if is_held_out == (split == "dev"):
            yield each


def _numbered(sentences: Iterable[LabelledSentence | None]) -> Iterator[LabelledSentence | int]:
    """Put the number of each document, from 1, where it starts."""
    document = 0
    for sentence in sentences:
        document += sentence is None
        yield document if sentence is None else sentence


def _own_files(share: CorpusShare, split: Split) -> list[Path]:
    """Give the user's own files of a split; none for a registered corpus."""
    own = share.files(split)
    if not own and share.train is not None:
        raise CorpusError(f"{share.name}: expected a path '{split}' in the recipe")
    return own


def _no_name(share: CorpusShare, dropped: Counter[str]) -> str:
    others = f" but the types {counted(dropped)}; see `types`" if dropped else ""
    return f"expected at least one name, of a type {', '.join(share.types)}; found none{others}"


def counted(types: Counter[str]) -> str:
    """Give entity types and their counts in one line, the most frequent first."""
    return ", ".join(f"{name} ({number:,})" for name, number in types.most_common())
