"""Reads the sentences, the documents and the lists of names that a recipe needs."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.augmentation.language_names import LanguageNames
from nomen.training.augmentation.swapping import AllGroups, SplicedNames
from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.document_sets import load_labelled_pages
from nomen.training.data.documents import LabelledPage, documents_folder
from nomen.training.data.frames_of_languages import frames_of_languages
from nomen.training.data.labels import Corpora, LabelledSentence
from nomen.training.data.languages import ENGLISH
from nomen.training.data.names.name_lists import load_names, names_folder
from nomen.training.data.names.names_of_languages import read_listed_names
from nomen.training.data.registry import language_of, load_split
from nomen.training.generation.generate import generate_pages
from nomen.training.generation.prose import Prose
from nomen.training.recipes.documents import Generation
from nomen.training.recipes.recipe import Recipe
from nomen.training.recipes.sources import dev_sources, share_source, train_sources
from nomen.training.storage.source import Source

MADE = "made pages"
"""The name of the made pages among the corpora."""

LONG_SENTENCE_TOKENS = 6
MOST_OVERLAP = 0.1

logger = logging.getLogger("nomen.train")


def load_train(recipe: Recipe, folder: Path) -> Corpora:
    """Read the training sentences of each corpus of a recipe."""
    return _listed(train_sources(recipe, folder))


def load_dev(recipe: Recipe, folder: Path) -> Corpora:
    """Read the dev sentences of the corpora that the recipe lists, or of all that have some.

    The blocks of its dev documents come after them.
    """
    return _listed(dev_sources(recipe, folder))


def _listed(sources: Mapping[str, Source]) -> Corpora:
    return {name: list(source.sentences()) for name, source in sources.items()}


def load_dev_pages(recipe: Recipe, folder: Path) -> dict[str, list[LabelledPage]]:
    """Read the pages of a recipe's dev documents by the name of their set.

    Raises:
        CorpusError: When a set is missing or malformed.
    """
    documents = documents_folder(folder)
    return {name: load_labelled_pages(name, "dev", documents) for name in recipe.dev_documents}


def made_sources(recipe: Recipe, folder: Path, train: Corpora) -> dict[str, Source]:
    """Give the source of the blocks of a recipe's made pages, if it asks for some.

    Args:
        recipe: The recipe.
        folder: The folder of corpora, which the folder of names stands beside.
        train: The labelled sentences that stand in the pages.
    """
    config = recipe.generation
    if config is None:
        return {}

    def key() -> str:
        sources = train_sources(recipe, folder).values()
        prose = [source.key() for source in sources if source.key]
        lists = sorted(
            (path.name, path.stat().st_size, path.stat().st_mtime_ns)
            for path in names_folder(folder).glob("*")
        )
        return f"made {config.model_dump_json()} {recipe.seed} {prose} {lists}"

    return {MADE: Source(read=lambda: _made_blocks(config, recipe, folder, train), key=key)}


def _made_blocks(
    config: Generation, recipe: Recipe, folder: Path, train: Corpora
) -> Iterator[LabelledSentence]:
    """Make the pages of a recipe; give their blocks.

    Raises:
        CorpusError: When the lists of names are not at hand.
    """
    groups = _names_of_the_world(config.invent, folder)
    prose = Prose([*train.values()])
    logger.info("making %s pages", f"{config.pages:,}")
    return labelled_blocks(generate_pages(groups, prose, seed=recipe.seed, count=config.pages))


def load_test(recipe: Recipe, folder: Path) -> Corpora:
    """Read the test sentences that the finished bundle is measured on: registered, then own."""
    registered = {name: load_split(name, "test", folder) for name in recipe.test}
    own = {s.name: share_source(s, "test", folder) for s in recipe.corpora if s.test}
    return {**registered, **_listed(own)}


def load_augmenters(recipe: Recipe, folder: Path, train: Corpora) -> list[Augmenter]:
    """Give the augmenter of each corpus of a recipe, with names of the lists' train half.

    Raises:
        CorpusError: When names are swapped and their lists are not at hand.
    """
    english = _augmenter(recipe.augmentation, folder, train)
    languages = {name: language_of(name) for name in train}
    config = recipe.other_augmentation or recipe.augmentation
    others = {
        language: _augmenter_of(language, config, folder, train)
        for language in sorted(set(languages.values()) - {ENGLISH})
    }
    return [others.get(language, english) for language in languages.values()]


def _augmenter(config: Augmentation, folder: Path, train: Corpora) -> Augmenter:
    sentences = (sentence for corpus in train.values() for sentence in corpus)
    own = SplicedNames.build(sentences) if config.splice else None
    if not config.swap:
        return Augmenter(config, spliced=own)
    return Augmenter(config, _names_of_the_world(config.invent, folder), own)


def _augmenter_of(language: str, config: Augmentation, folder: Path, train: Corpora) -> Augmenter:
    """Give the augmenter of the corpora of another language than English."""
    found = [corpus for name, corpus in train.items() if language_of(name) == language]
    sentences = [sentence for corpus in found for sentence in corpus if sentence.names]
    names = LanguageNames.build(
        language,
        sentences,
        read_listed_names(language, folder, "train"),
        world=_names_of_the_world(config.invent, folder),
        invented=config.invent,
    )
    known = frames_of_languages().get(language)
    return Augmenter(config, names, names.own, known.learned if known else ())


@cache
def _names_of_the_world(invented: float, folder: Path) -> AllGroups:
    return AllGroups.build(load_names(names_folder(folder)).half("train"), invented=invented)


def warn_of_overlap(train: Corpora, dev: Corpora) -> None:
    """Log each dev corpus with many sentences that are also training sentences.

    Short sentences do not count, because they occur twice by chance.
    """
    hashes = {name: list(_hashes(sentences)) for name, sentences in dev.items()}
    wanted = {number for numbers in hashes.values() for number in numbers}
    sentences = (sentence for corpus in train.values() for sentence in corpus)
    known = {number for number in _hashes(sentences) if number in wanted}
    for name, long in hashes.items():
        num_known = sum(number in known for number in long)
        if num_known > MOST_OVERLAP * len(long):
            logger.warning(
                "%s: %d of %d dev sentences are also training sentences; its F1 does not hold "
                "for new text",
                name,
                num_known,
                len(long),
            )


def _hashes(sentences: Iterable[LabelledSentence]) -> Iterator[int]:
    """Give a hash of the tokens of each sentence that is not short."""
    return (hash(s.tokens) for s in sentences if len(s.tokens) >= LONG_SENTENCE_TOKENS)
