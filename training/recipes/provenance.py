"""The corpora and texts that a recipe's weights learn from, with their licences."""

from collections.abc import Sequence
from pathlib import Path

from nomen.model.bundle.bundle import CorpusFacts
from nomen.training.data.document_sets import find_document_set
from nomen.training.data.published import Published
from nomen.training.data.raw_texts import find_text
from nomen.training.data.registry import Corpus, find_corpus
from nomen.training.errors import RecipeError
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.recipe import Recipe

OWN = "own"
"""The licence class of the user's own files."""
OWN_TEXTS = "own raw texts"
"""What a manifest calls the user's own raw texts."""


def corpus_facts(share: CorpusShare) -> CorpusFacts:
    """Give the facts of one labelled corpus for a manifest.

    Raises:
        CorpusError: When the registry has none of that name.
    """
    if share.train is not None:
        return CorpusFacts(name=share.name, licence_class=OWN, licence=share.licence, address="")
    return _facts(find_corpus(share.name))


def document_facts(recipe: Recipe) -> list[CorpusFacts]:
    """Give the facts of the sets of documents that a recipe learns from.

    Raises:
        CorpusError: When the registry has none of that name.
        RecipeError: When a set is `closed`.
    """
    facts = [_facts(find_document_set(share.name)) for share in recipe.documents]
    _refuse_closed(facts, "documents: {}; expected another set")
    return facts


def labelled_facts(recipe: Recipe) -> list[CorpusFacts]:
    """Give the facts of the corpora and the documents that a recipe learns from.

    Raises:
        CorpusError: When the registry has none of that name.
        RecipeError: When a set of documents is `closed`.
    """
    return [*map(corpus_facts, recipe.corpora), *document_facts(recipe)]


def text_facts(name: str) -> CorpusFacts:
    """Give the facts of one raw text for a manifest.

    Raises:
        CorpusError: When the registry has none of that name.
    """
    return _facts(find_text(name))


def _facts(source: Corpus | Published) -> CorpusFacts:
    return CorpusFacts(
        name=source.name,
        licence_class=source.licence_class,
        licence=source.licence,
        address=source.address,
    )


def distillation_sources(recipe: Recipe) -> list[CorpusFacts]:
    """Give the facts of the raw texts that a recipe's teachers label.

    Raises:
        CorpusError: When the registry has none of that name.
        RecipeError: When a text is `closed`.
    """
    config = recipe.distillation
    texts = [text_facts(text.name) for text in config.texts] if config else []
    _refuse_closed(texts, "distillation.texts: {}; expected another text")
    return texts + _own_texts(config.files if config else [])


def pretraining_sources(recipe: Recipe) -> list[CorpusFacts]:
    """Give the facts of what a recipe's pretraining learns from: raw texts, then labelled corpora.

    If all are `open`, a bundle that begins with the pretraining is open too.

    Raises:
        CorpusError: When a registry has none of that name.
        RecipeError: When a recipe that is no experiment names a `closed` text.
    """
    config = recipe.pretraining
    texts = [text_facts(name) for name in config.texts] if config else []
    texts += _own_texts(config.files if config else [])
    if config and config.vectors.anchor:
        anchor = config.vectors.anchor
        texts.append(
            CorpusFacts(
                name=anchor.file,
                licence_class=anchor.licence_class,
                licence=anchor.licence,
                address="",
            )
        )
    if config and not config.experiment:
        _refuse_closed(
            texts, "pretraining.texts: {}; expected another text, or `experiment = true`"
        )
    return texts + [corpus_facts(share) for share in recipe.corpora]


def _own_texts(files: Sequence[Path]) -> list[CorpusFacts]:
    """Give the facts of the user's own raw texts, if there are some."""
    own = CorpusFacts(name=OWN_TEXTS, licence_class=OWN, licence="the user's own", address="")
    return [own] if files else []


def _refuse_closed(texts: Sequence[CorpusFacts], message: str) -> None:
    closed = [text.name for text in texts if text.licence_class == "closed"]
    if closed:
        told = f"{', '.join(closed)} closed, what is learned from it may not ship"
        raise RecipeError(message.format(told))
