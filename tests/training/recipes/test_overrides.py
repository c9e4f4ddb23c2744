import pytest

from nomen.training.errors import RecipeError
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.overrides import overridden
from nomen.training.recipes.recipe import Recipe

RECIPE = Recipe(name="own", corpora=[CorpusShare(name="gmb"), CorpusShare(name="docred")])


def test_fields_of_any_table_are_set() -> None:
    found = overridden(
        RECIPE,
        [
            "optimisation.max_epochs=20",
            "network.character_widths=[2, 3]",
            "corpora.1.share = 0.5",
            "description=Names in mail",
            "seed=3",
        ],
    )
    assert found.optimisation.max_epochs == 20
    assert found.network.character_widths == (2, 3)
    assert [share.share for share in found.corpora] == [1.0, 0.5]
    assert (found.description, found.seed) == ("Names in mail", 3)


def test_what_is_not_set_is_still_left_to_the_size_of_the_data() -> None:
    found = overridden(RECIPE, ["optimisation.clip_norm=2.0"])
    assert found.optimisation.model_fields_set == {"clip_norm"}
    assert "augmentation" not in found.model_fields_set
    assert overridden(RECIPE, []) is RECIPE


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("optimisation.max_epoch=20", r"^--set: optimisation\.max_epoch: Extra inputs"),
        ("optimisation.max_epochs=many", r"^--set: optimisation\.max_epochs: "),
        ("optimisation.max_epochs=0", r"^--set: optimisation\.max_epochs: "),
        ("optimisation.max_epochs", r"^--set: expected FIELD=VALUE"),
        ("corpora.7.share=2", r"^--set: corpora\.7\.share: expected a field of a recipe"),
        ("name.first=a", r"^--set: name\.first: expected a field of a recipe"),
        ("corpora.0=1", r"^--set: corpora\.0: "),
    ],
)
def test_a_wrong_setting_is_one_line(setting: str, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        overridden(RECIPE, [setting])
