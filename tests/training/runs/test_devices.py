from pathlib import Path

import pytest
import torch
from lightning.pytorch.strategies import DDPStrategy

from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.recipe import Recipe, read_recipe
from nomen.training.runs.devices import (
    lightning_precision,
    trainer_settings,
    with_known_precision,
)


def recipe(precision: str = "auto") -> Recipe:
    found = read_recipe(Path("tests/data/recipe.toml"), Recipe)
    changes = {
        "optimisation": found.optimisation.model_copy(update={"precision": precision}),
        "pretraining": Pretraining(),
    }
    return found.model_copy(update=changes)


def precisions(found: Recipe) -> list[str]:
    assert found.pretraining
    return [found.optimisation.precision, found.pretraining.precision]


def test_one_process_takes_the_device_that_is_there() -> None:
    assert trainer_settings(ONE_PROCESS) == {"accelerator": "auto", "devices": 1}


def test_several_processes_average_their_gradients_and_share_batches_by_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    processes = Processes(rank=5, number=6, local_rank=1, local_number=2)
    found = trainer_settings(processes, has_unused_weights=True)
    assert isinstance(found.pop("strategy"), DDPStrategy)
    assert found == {
        "accelerator": "cpu",
        "devices": 2,
        "num_nodes": 3,
        "use_distributed_sampler": False,
    }


def test_a_cpu_computes_in_float32_unless_the_recipe_says_otherwise() -> None:
    assert precisions(with_known_precision(recipe())) == ["32-true", "32-true"]
    assert precisions(with_known_precision(recipe("bf16-mixed"))) == ["bf16-mixed", "32-true"]


@pytest.mark.parametrize(("has_bf16", "expected"), [(True, "bf16-mixed"), (False, "32-true")])
def test_a_gpu_computes_in_bfloat16_where_it_can(
    has_bf16: bool,  # noqa: FBT001  # parametrised
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda **_: has_bf16)
    assert precisions(with_known_precision(recipe())) == [expected, expected]


def test_what_is_still_open_is_float32() -> None:
    assert lightning_precision("auto") == "32-true"
    assert lightning_precision("16-mixed") == "16-mixed"
