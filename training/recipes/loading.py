"""Reads the sentences, the documents and the lists of names that a recipe needs."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nomen.training.augmentation.augmentation import Augmenter
from nomen.training.augmentation.swapping import AllGroups, SplicedNames
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.document_sets import load_labelled_pages, load_pages
from nomen.training.data.documents import LabelledPage, documents_folder
from nomen.training.data.guidelines import strip_titles
from nomen.training.data.joining import as_text
from nomen.training.data.labels import Corpora, LabelledSentence
from nomen.training.data.names import load_names, names_folder
from nomen.training.data.registry import Split, find_corpus, load_split
from nomen.training.errors import CorpusError, RecipeError
from nomen.training.formats.reading import LabelledFile, read_file
from nomen.training.generation.generate import generate_pages
from nomen.training.recipes.recipe import CorpusShare, Recipe

MADE = "made pages"
"""The name of the made pages among the corpora."""

LONG_SENTENCE_TOKENS = 6
MOST_OVERLAP = 0.1

logger = logging.getLogger("nomen.train")


def load_train(recipe: Recipe, folder: Path) -> Corpora:
    """Read the training sentences of each corpus of a recipe."""
    return {share.name: _load(share, "train", folder) for share in recipe.corpora}


def load_dev(recipe: Recipe, folder: Path) -> Corpora:
    """Read the dev sentences of the corpora that the recipe lists, or of all that have some.

    The blocks of its dev documents come after them.
    """
    sentences = {share.name: _load(share, "dev", folder) for share in dev_shares(recipe)}
    return {**sentences, **load_blocks(recipe.dev_documents, "dev", folder)}


def load_blocks(names: Iterable[str], split: Split, folder: Path) -> Corpora:
    """Read the blocks of sets of documents.

    Args:
        names: Of registered sets.
        split: `train` or `dev`.
        folder: The folder of corpora, which the folder of documents stands beside.

    Raises:
        CorpusError: When a set is missing or malformed.
    """
    documents = documents_folder(folder)
    return {name: list(labelled_blocks(load_pages(name, split, documents))) for name in names}


def load_dev_pages(recipe: Recipe, folder: Path) -> dict[str, list[LabelledPage]]:
    """Read the pages of a recipe's dev documents by the name of their set.

    Raises:
        CorpusError: When a set is missing or malformed.
    """
    documents = documents_folder(folder)
    return {name: load_labelled_pages(name, "dev", documents) for name in recipe.dev_documents}


def load_made_pages(recipe: Recipe, folder: Path, train: Corpora) -> Corpora:
    """Make the pages of a recipe, if it asks for some; give their blocks.

    Args:
        recipe: The recipe.
        folder: The folder of corpora, which the folder of names stands beside.
        train: The labelled sentences that stand in the pages.

    Raises:
        CorpusError: When the lists of names are not at hand.
    """
    config = recipe.generation
    if config is None:
        return {}
    names = load_names(names_folder(folder)).half("train")
    groups = AllGroups.build(names, invented=config.invent)
    prose = [as_text(sentence) for corpus in train.values() for sentence in corpus]
    pages = generate_pages(groups, prose, seed=recipe.seed, count=config.pages)
    logger.info("making %s pages", f"{config.pages:,}")
    return {MADE: list(labelled_blocks(pages))}


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


def load_test(recipe: Recipe, folder: Path) -> Corpora:
    """Read the test sentences that the finished bundle is measured on."""
    return {name: load_split(name, "test", folder) for name in recipe.test}


def load_augmenter(recipe: Recipe, folder: Path, train: Corpora) -> Augmenter:
    """Give the augmenter of a recipe's training sentences, with names of the lists' train half.

    Raises:
        CorpusError: When names are swapped and their lists are not at hand.
    """
    config = recipe.augmentation
    sentences = (sentence for corpus in train.values() for sentence in corpus)
    own = SplicedNames.build(sentences) if config.splice else None
    if not config.swap:
        return Augmenter(config, spliced=own)
    names = load_names(names_folder(folder)).half("train")
    groups = AllGroups.build(names, invented=config.invent)
    return Augmenter(config, groups, own)


def _has_dev(share: CorpusShare) -> bool:
    return bool(share.dev) or (share.train is None and "dev" in find_corpus(share.name).sha256)


def _load(share: CorpusShare, split: Split, folder: Path) -> list[LabelledSentence]:
    return read_share(share, split, folder).sentences


def read_share(share: CorpusShare, split: Split, folder: Path) -> LabelledFile:
    """Read one split of a recipe's corpus, registered or the user's own.

    Raises:
        CorpusError: When it is missing, malformed or has no name.
    """
    own = share.train if split == "train" else share.dev
    if own is None:
        if share.train is not None:
            raise CorpusError(f"{share.name}: expected a path '{split}' in the recipe")
        return LabelledFile(load_split(share.name, split, folder), Counter())
    found = read_file(own, share.file_settings())
    if not any(sentence.names for sentence in found.sentences):
        others = f" but the types {counted(found.dropped)}; see `types`" if found.dropped else ""
        types = ", ".join(share.types)
        raise CorpusError(
            f"{own}: expected at least one name, of a type {types}; found none{others}"
        )
    if share.titles == "strip":
        return replace(found, sentences=[strip_titles(s) for s in found.sentences])
    return found


def counted(types: Counter[str]) -> str:
    """Give entity types and their counts in one line, the most frequent first."""
    return ", ".join(f"{name} ({number:,})" for name, number in types.most_common())


def warn_of_overlap(train: Corpora, dev: Corpora) -> None:
    """Log each dev corpus with many sentences that are also training sentences.

    Short sentences do not count, because they occur twice by chance.
    """
    known = {s.tokens for corpus in train.values() for s in corpus}
    for name, sentences in dev.items():
        long = [s for s in sentences if len(s.tokens) >= LONG_SENTENCE_TOKENS]
        num_known = sum(s.tokens in known for s in long)
        if num_known > MOST_OVERLAP * len(long):
            logger.warning(
                "%s: %d of %d dev sentences are also training sentences; its F1 does not hold "
                "for new text",
                name,
                num_known,
                len(long),
            )
