from pathlib import Path

import pytest

from nomen.model.bundle.bundle import read_bundle
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.errors import NothingLearnedError
from nomen.training.evaluation.scores import SpanCounts
from nomen.training.export.measurement import MeasuredBundle
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.reports.judgement import Judgement, judge_bundle, judge_weights
from tests.training.reports.made import MANY, all_right, measured, nothing_found

pytestmark = pytest.mark.slow  # each draws the pictures of a report


def judge(
    run: Path, found: MeasuredBundle, *, start: Path | None = None, allow_worse: bool = False
) -> Judgement:
    return judge_bundle(
        run,
        found,
        start=read_bundle(start) if start else None,
        max_epochs=7,
        allow_worse=allow_worse,
    )


def test_a_bundle_that_finds_names_is_accepted_with_its_report(
    tmp_path: Path, tiny_bundle: Path
) -> None:
    found = judge(tmp_path, measured(tiny_bundle, all_right(MANY)))
    assert (found.page, found.change, found.fault) == (
        tmp_path / "report" / "report.md",
        None,
        None,
    )


def test_a_bundle_that_is_better_than_before_is_accepted(tmp_path: Path, tiny_bundle: Path) -> None:
    found = judge(tmp_path, measured(tiny_bundle, all_right(MANY)), start=tiny_bundle)
    assert found.fault is None
    assert found.change is not None


def test_a_bundle_that_finds_nothing_is_refused_with_its_report(
    tmp_path: Path, tiny_bundle: Path
) -> None:
    nothing = measured(tiny_bundle, nothing_found(MANY))
    expected = r"^no bundle was written: .* 0 of the 60 names .* --allow-worse writes it all the"
    with pytest.raises(NothingLearnedError, match=expected):
        judge(tmp_path, nothing)
    assert (tmp_path / "report" / "report.md").exists()
    allowed = judge(tmp_path, nothing, allow_worse=True)
    assert allowed.fault is not None
    assert allowed.fault.startswith("the network finds 0 of the 60 names")


def fitted(config: NetworkConfig, vocabulary: Vocabulary, counts: SpanCounts) -> FittedNetwork:
    return FittedNetwork(
        recipe=read_recipe(Path("tests/data/recipe.toml"), Recipe),
        vocabulary=vocabulary,
        network=DeepBiLSTM.build(config, vocabulary),
        pretrained_on=[],
        dev_counts=counts,
    )


def test_weights_that_find_nothing_are_refused_unless_it_is_allowed(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    nothing = fitted(tiny_config, tiny_vocabulary, SpanCounts(40, 3, 0))
    with pytest.raises(NothingLearnedError, match="0 of the 40 names"):
        judge_weights(nothing, allow_worse=False)
    judge_weights(nothing, allow_worse=True)
    judge_weights(fitted(tiny_config, tiny_vocabulary, SpanCounts(40, 30, 20)), allow_worse=False)
