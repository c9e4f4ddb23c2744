from pathlib import Path

import pytest

from nomen.training.errors import CorpusError, RecipeError
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.pretraining import Anchor, Pretraining, Vectors
from nomen.training.recipes.provenance import (
    OWN_TEXTS,
    corpus_facts,
    distillation_sources,
    pretraining_sources,
)
from nomen.training.recipes.recipe import Recipe, read_recipe


def recipe(*texts: str, corpus: str = "wnut17", experiment: bool = False) -> Recipe:
    return Recipe(
        name="own",
        corpora=[CorpusShare(name=corpus)],
        pretraining=Pretraining(texts=list(texts), experiment=experiment),
    )


@pytest.mark.parametrize(
    ("text", "corpus", "classes"),
    [
        ("inaugural", "wnut17", {"open"}),
        ("reuters_c50", "wnut17", {"open", "customary"}),
        ("inaugural", "conll2003", {"open", "customary"}),
    ],
)
def test_the_classes_are_those_of_texts_and_corpora(
    text: str, corpus: str, classes: set[str]
) -> None:
    sources = pretraining_sources(recipe(text, corpus=corpus))
    assert [source.name for source in sources] == [text, corpus]
    assert {source.licence_class for source in sources} == classes


def test_a_closed_text_is_refused() -> None:
    with pytest.raises(RecipeError, match=r"pretraining.texts: bbc_news closed, .* may not ship"):
        pretraining_sources(recipe("inaugural", "bbc_news"))


def test_an_experiment_may_read_a_closed_text() -> None:
    sources = pretraining_sources(recipe("bbc_news", experiment=True))
    assert sources[0].licence_class == "closed"


def test_published_vectors_are_a_source() -> None:
    anchor = Anchor(file="glove.txt", sha256=64 * "0", licence_class="open", licence="PDDL 1.0")
    config = Pretraining(vectors=Vectors(anchor=anchor))
    found = recipe().model_copy(update={"pretraining": config})
    assert [source.licence for source in pretraining_sources(found)] == ["PDDL 1.0", "CC BY 4.0"]


def test_a_text_that_is_not_registered_is_refused() -> None:
    with pytest.raises(CorpusError, match="nowhere"):
        pretraining_sources(recipe("nowhere"))


def test_a_users_own_file_has_the_licence_that_the_recipe_states() -> None:
    found = corpus_facts(CorpusShare(name="own", train=Path("a.conll"), licence="MIT"))
    assert (found.licence_class, found.licence) == ("own", "MIT")


@pytest.mark.parametrize(
    ("name", "classes"), [("en", {"open", "customary"}), ("en-open", {"open"})]
)
def test_a_shipped_recipe_learns_from_its_classes_alone(name: str, classes: set[str]) -> None:
    shipped = read_recipe(Path(f"{name}.toml"), Recipe)
    sources = [*pretraining_sources(shipped), *distillation_sources(shipped)]
    assert {source.licence_class for source in sources} == classes


def test_own_raw_texts_are_named_once_without_their_files() -> None:
    files = [Path("/a/mail.txt"), Path("/a/chat.txt")]
    own = recipe().model_copy(
        update={
            "pretraining": Pretraining(files=files),
            "distillation": Distillation(bundles=["en"], files=files),
        }
    )
    (found,) = distillation_sources(own)
    assert (found.name, found.licence_class, found.address) == (OWN_TEXTS, "own", "")
    assert pretraining_sources(own)[0] == found
