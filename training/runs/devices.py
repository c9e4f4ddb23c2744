"""What a training runs on: Lightning's settings for its processes, devices and number format."""

from typing import Any, Literal

import torch
from lightning.fabric.plugins.environments.torchelastic import TorchElasticEnvironment
from lightning.pytorch.strategies import DDPStrategy

from nomen.training.processes import Processes
from nomen.training.recipes.recipe import Recipe

_Known = Literal["32-true", "bf16-mixed", "16-mixed"]
Precision = Literal["auto"] | _Known


def trainer_settings(processes: Processes, *, has_unused_weights: bool = False) -> dict[str, Any]:
    """Give the arguments of Lightning's trainer that say on what it runs.

    One process takes the device that Lightning finds. Several take a GPU each, or all of them CPUs,
    and average their gradients at each step (DDP). Batches are shared by `Processes.share`, so
    Lightning leaves them alone. The weights are the same everywhere; the buffers never change.

    *Source:* Li et al., PyTorch Distributed: Experiences on Accelerating Data Parallel Training,
    2020.

    Args:
        processes: Those that train together.
        has_unused_weights: Whether a step may leave some weights without a gradient.
    """
    if processes.number == 1:
        return {"accelerator": "auto", "devices": 1}
    strategy = DDPStrategy(
        cluster_environment=TorchElasticEnvironment(),
        forward_sync_buffers=False,
        gradient_as_bucket_view=True,
        find_unused_parameters=has_unused_weights,
    )
    return {
        "accelerator": "cuda" if torch.cuda.is_available() else "cpu",
        "devices": processes.local_number,
        "num_nodes": processes.number // processes.local_number,
        "strategy": strategy,
        "use_distributed_sampler": False,
    }


def with_known_precision(recipe: Recipe) -> Recipe:
    """Give a recipe whose number formats are those of this machine, where it leaves them open.

    `auto` is bfloat16 on a GPU that computes in it, and float32 elsewhere.
    """
    has_bf16 = torch.cuda.is_available() and torch.cuda.is_bf16_supported(including_emulation=False)
    known = {"precision": "bf16-mixed" if has_bf16 else "32-true"}
    found: dict[str, object] = {}
    if recipe.optimisation.precision == "auto":
        found["optimisation"] = recipe.optimisation.model_copy(update=known)
    if recipe.pretraining and recipe.pretraining.precision == "auto":
        found["pretraining"] = recipe.pretraining.model_copy(update=known)
    return recipe.model_copy(update=found)


def lightning_precision(wanted: Precision) -> _Known:
    """Give the number format of a trainer; what is still open is float32."""
    return "32-true" if wanted == "auto" else wanted
