from pathlib import Path

import pytest
from pydantic import ValidationError

from nomen.training.data.document_sets import find_document_set
from nomen.training.errors import RecipeError
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.documents import DocumentShare, Generation
from nomen.training.recipes.provenance import document_facts
from nomen.training.recipes.recipe import RECIPES, Recipe, read_recipe

CORPORA = [CorpusShare(name="gmb")]


def test_documents_are_among_what_weights_learned_from() -> None:
    recipe = Recipe(name="own", corpora=CORPORA, documents=[DocumentShare(name="gedcom")])
    (fact,) = document_facts(recipe)
    assert (fact.name, fact.licence_class) == ("gedcom", "customary")


def test_a_closed_set_teaches_no_weights() -> None:
    recipe = Recipe(name="own", corpora=CORPORA, documents=[DocumentShare(name="loghub_negative")])
    with pytest.raises(RecipeError, match="documents: loghub_negative closed"):
        document_facts(recipe)


def test_a_set_is_named_once() -> None:
    twice = [DocumentShare(name="gedcom"), DocumentShare(name="gedcom")]
    with pytest.raises(ValidationError, match="expected each corpus once"):
        Recipe(name="own", corpora=CORPORA, documents=twice)


def test_pages_are_made_in_a_number() -> None:
    with pytest.raises(ValidationError):
        Generation(pages=0)


def test_the_open_recipe_learns_from_open_documents_alone() -> None:
    recipe = read_recipe(Path(RECIPES / "en-open.toml"), Recipe)
    classes = {find_document_set(share.name).licence_class for share in recipe.documents}
    assert classes <= {"open"}
