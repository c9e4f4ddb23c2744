"""Builds Lightning's trainer of a pretraining, which writes the pretrained file as it goes."""

from pathlib import Path

import lightning.pytorch as pl
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import CSVLogger

from nomen.training.pretraining.learner import PretrainingLearner
from nomen.training.pretraining.pretrained import PretrainedFacts, write_pretrained
from nomen.training.pretraining.progress import PretrainingLines
from nomen.training.pretraining.text import PretrainingText
from nomen.training.processes import ONE_PROCESS, Processes
from nomen.training.recipes.pretraining import Pretraining
from nomen.training.recipes.provenance import pretraining_sources
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import WholeCheckpoints, last_checkpoint
from nomen.training.runs.devices import lightning_precision, trainer_settings
from nomen.training.runs.quiet import quiet_lightning
from nomen.training.runs.same_weights import SameWeights
from nomen.training.runs.step_seed import StepSeed


class PretrainedWriter(Callback):
    """Writes the pretrained file after each segment, so that a killed run leaves one."""

    def __init__(
        self, path: Path, recipe: Recipe, config: Pretraining, text: PretrainingText
    ) -> None:
        self._path = path
        self._recipe = recipe
        self._config = config
        self._text = text

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        """Write the weights as they are; the first process does."""
        if not trainer.is_global_zero or not isinstance(pl_module, PretrainingLearner):
            return
        facts = PretrainedFacts(
            network=self._recipe.network,
            vocabulary=self._text.vocabulary,
            form_counts=self._text.form_counts[1:],
            spellings=self._text.spellings,
            cutoffs=self._config.cutoffs,
            sources=pretraining_sources(self._recipe),
            perplexities={
                way: float(trainer.callback_metrics[f"perplexity_{way}"])
                for way in ("rightward", "leftward")
            },
        )
        write_pretrained(self._path, model=pl_module.model, facts=facts)


def build_trainer(
    config: Pretraining,
    run: Path,
    writer: PretrainedWriter,
    *,
    seed: int,
    num_batches: int,
    processes: Processes = ONE_PROCESS,
) -> pl.Trainer:
    """Build the trainer of a pretraining, with an epoch of Lightning's for each segment.

    Args:
        config: How the language model is learned.
        run: The run folder, for checkpoints and logs.
        writer: Writes the pretrained file after each segment.
        seed: Of the steps.
        num_batches: Batches of the whole pretraining.
        processes: Those that train together. A step may draw no form of a cluster of the softmax,
            whose weights then have no gradient.
    """
    quiet_lightning()
    return pl.Trainer(
        **trainer_settings(processes, has_unused_weights=True),
        precision=lightning_precision(config.precision),
        plugins=[WholeCheckpoints()],
        max_epochs=-(-num_batches // config.segment_batches),
        callbacks=[
            PretrainingLines(every_batches=min(100, config.segment_batches)),
            writer,
            last_checkpoint(run / "checkpoints"),
            StepSeed(seed, rank=processes.rank),
            SameWeights(processes),
        ],
        logger=[CSVLogger(run, name="csv", version=f"{len(list((run / 'csv').glob('*'))):03}")],
        num_sanity_val_steps=0,
        log_every_n_steps=min(
            20, num_batches % config.segment_batches or 20, config.segment_batches
        ),
        reload_dataloaders_every_n_epochs=1,
        enable_model_summary=False,
        enable_progress_bar=False,
    )
