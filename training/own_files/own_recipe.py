"""Makes the recipe of a fit on the user's own files."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from nomen.model.bundle.bundle import first_fault
from nomen.training.errors import RecipeError
from nomen.training.own_files.choices import (
    AUGMENTATION,
    fine_tuning,
    held_out_share,
    learning_anew,
)
from nomen.training.own_files.own_files import DEFAULT_START, OwnFiles
from nomen.training.own_files.sizes import Sizes, sizes_of
from nomen.training.own_files.starts import Start, find_start
from nomen.training.recipes.corpus_share import CorpusShare, reading_fields
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Optimisation, Recipe, VocabularyConfig

OWN = "own"
"""What the user's files are called in a recipe."""
RAW_TOKENS = 200_000
"""Tokens of the user's raw texts that a bundle labels, at most."""
NEW_FORMS = 5000


def recipe_for(own: OwnFiles, start: Start) -> Recipe:
    """Choose all that a recipe says by what the user's files hold.

    Args:
        own: The files.
        start: What the fit begins with.

    Raises:
        CorpusError: When a file cannot be read or is malformed.
        RecipeError: When a type or the name is unusable.
    """
    try:
        share = _share(own)
        sizes = sizes_of(own.train, share.file_settings())
        if not own.dev:
            share = _share(own, held_out=held_out_share(sizes))
        return Recipe(**_fields(own, start, share, sizes))  # type: ignore[arg-type]  # checked by it
    except ValidationError as error:
        raise RecipeError(first_fault(error)) from error


def _fields(own: OwnFiles, start: Start, share: CorpusShare, sizes: Sizes) -> dict[str, object]:
    fields: dict[str, object] = {
        "name": own.name,
        "description": f"Person names, learned from files of one's own; began with {start.told}.",
        "corpora": [share],
        "network": start.network,
        "augmentation": AUGMENTATION,
        "optimisation": _optimisation(start, share, sizes),
    }
    if start.bundle is not None:
        fields["start"] = start.bundle
        fields["vocabulary"] = VocabularyConfig(max_new_forms=NEW_FORMS)
    elif start.pretrained is not None:
        fields["pretrained"] = start.pretrained
    return fields | _raw(own, start)


def _optimisation(start: Start, share: CorpusShare, sizes: Sizes) -> Optimisation:
    if start.bundle is not None:
        return fine_tuning(sizes, held_out=share.held_out)
    is_pretrained = start.pretrained is not None
    return learning_anew(sizes, held_out=share.held_out, is_pretrained=is_pretrained)


def _raw(own: OwnFiles, start: Start) -> dict[str, object]:
    """Learn a language model from raw texts where nothing is learned yet; else, label them."""
    if not own.raw:
        return {}
    files = _absolute(own.raw)
    if start.bundle is None and start.pretrained is None:
        return {"pretraining": Pretraining(files=files)}
    teacher = start.bundle or DEFAULT_START
    return {
        "distillation": Distillation(
            bundles=[teacher], files=files, file_tokens=RAW_TOKENS, weight=0.0
        )
    }


def _share(own: OwnFiles, *, held_out: float = 0.0) -> CorpusShare:
    given: dict[str, object] = {
        "train": _absolute(own.train),
        "dev": _absolute(own.dev),
        "test": _absolute(own.test),
        "held_out": held_out,
    }
    fields = {name: value for name, value in given.items() if value}
    return CorpusShare.model_validate(
        {"name": OWN, "blocks": True, **fields, **reading_fields(own.settings)}
    )


def _absolute(paths: Sequence[Path]) -> list[Path]:
    """Give paths that mean the same wherever the recipe is kept."""
    return [path.resolve() for path in paths]


def chosen_for(own: OwnFiles) -> Recipe:
    """Find what the fit begins with, and make its recipe; see `find_start` and `recipe_for`."""
    return recipe_for(own, find_start(own.start))
