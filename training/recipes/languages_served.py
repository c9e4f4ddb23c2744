"""The languages that a recipe's bundle serves."""

from nomen.model.bundle.bundle import ENGLISH, read_bundle
from nomen.model.bundle.shipped import find_bundle
from nomen.training.data.registry import language_of
from nomen.training.recipes.recipe import Recipe


def languages_served(recipe: Recipe) -> list[str]:
    """Give the languages of a recipe, or those of its corpora in their order, English first.

    Raises:
        BundleError: When `start` names no bundle.
    """
    if recipe.languages:
        return recipe.languages
    found = dict.fromkeys(language_of(s.name) for s in recipe.corpora if s.train is None)
    if any(share.train is not None for share in recipe.corpora):
        known = (
            read_bundle(find_bundle(recipe.start)).manifest.languages if recipe.start else ENGLISH
        )
        found |= dict.fromkeys(known)
    return sorted(found, key=lambda language: language not in ENGLISH)
