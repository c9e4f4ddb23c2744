"""The recipe, the vocabulary and the digest of the sentences in a run folder, kept to resume."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from nomen.model.network.vocabulary import Vocabulary
from nomen.training.data.labels import LabelledSentence
from nomen.training.durable_files import write_whole
from nomen.training.errors import TrainingError
from nomen.training.recipes.recipe import Recipe
from nomen.training.runs.checkpoints import LAST
from nomen.training.runs.training_run import TrainingRun

RECIPE, VOCABULARY, SENTENCES = "recipe.json", "vocabulary.json", "sentences.sha256"
FINISHED = "finished"

logger = logging.getLogger("nomen.train")


def refuse_overwriting(run: TrainingRun) -> None:
    """Refuse a run folder that holds a training, unless the run resumes it.

    Raises:
        TrainingError: When that is so.
    """
    if (run.folder / LAST).exists() and not run.resume:
        raise held_already(run)


def held_already(run: TrainingRun) -> TrainingError:
    """Give the error of a run folder that holds a training, or soft labels, already."""
    return TrainingError(
        f"{run.folder}: holds a training already; expected --resume or another --run"
    )


def start_run(recipe: Recipe, run: Path, *, sentences: str) -> Path | None:
    """Write the recipe and the digest of the sentences; give the checkpoint to go on from.

    A training, finished or not, may be resumed with more epochs than before. From its last step
    on, the learning rate then follows the curve of the larger number of epochs: it jumps to the
    value of that curve, and falls to 0 at the new end. The weights differ from those of a training
    that had the larger number from the beginning.

    Args:
        recipe: The recipe, with what follows from its sentences filled in.
        run: The run folder.
        sentences: The digest that `sentences_digest` gives.

    Raises:
        TrainingError: When the folder holds a training by another recipe or of other sentences.
    """
    is_resumed = (run / LAST).exists()
    if is_resumed:
        _check_resumable(recipe, run, sentences)
    run.mkdir(parents=True, exist_ok=True)
    write_whole(run / RECIPE, recipe.model_dump_json(indent=1).encode())
    write_whole(run / SENTENCES, sentences.encode())
    return run / LAST if is_resumed else None


def _check_resumable(recipe: Recipe, run: Path, sentences: str) -> None:
    before = kept_epochs(run / RECIPE, recipe)
    if holds_other_sentences(run, sentences):
        raise TrainingError(f"{run / SENTENCES}: expected the same sentences and labels to resume")
    if before < recipe.optimisation.max_epochs:
        (run / FINISHED).unlink(missing_ok=True)
        logger.info(
            "%d epochs instead of %d: the learning rate follows the longer curve from here",
            recipe.optimisation.max_epochs,
            before,
        )


def holds_other_sentences(run: Path, digest: str) -> bool:
    """Tell whether a run folder holds the digest of other sentences.

    The folders of earlier versions hold no digest; their sentences are taken for the same.
    """
    kept = run / SENTENCES
    return kept.exists() and kept.read_text(encoding="utf-8") != digest


def kept_epochs(kept: Path, recipe: Recipe) -> int:
    """Give the epochs of a kept recipe, which must equal this one or differ in fewer epochs alone.

    Raises:
        TrainingError: When it is another recipe.
    """
    try:
        old = type(recipe).model_validate_json(kept.read_bytes())
    except (OSError, ValidationError) as error:
        raise TrainingError(f"{kept}: expected the recipe of the training to resume") from error
    epochs = old.optimisation.max_epochs
    same = recipe.optimisation.model_copy(update={"max_epochs": epochs})
    as_before = recipe.model_copy(update={"optimisation": same})
    is_same = as_before.model_dump_json() == old.model_dump_json()
    if not is_same or epochs > recipe.optimisation.max_epochs:
        raise TrainingError(
            f"{kept}: another recipe; expected the same one to resume, or with a larger "
            "optimisation.max_epochs"
        )
    return epochs


def keep_vocabulary(vocabulary: Vocabulary, run: Path, *, is_resumed: bool) -> None:
    """Write the vocabulary of a new training, or compare that of a resumed one.

    Raises:
        TrainingError: When the resumed training has another vocabulary.
    """
    text = vocabulary.model_dump_json()
    if not is_resumed:
        write_whole(run / VOCABULARY, text.encode())
    elif (run / VOCABULARY).read_text(encoding="utf-8") != text:
        raise TrainingError(f"{run / VOCABULARY}: expected the same training sentences to resume")


def sentences_digest(*splits: Mapping[str, Sequence[LabelledSentence]]) -> str:
    """Give the SHA-256 of splits: corpora, sentences, names and soft labels, in order."""
    digest = hashlib.sha256()
    for split in splits:
        digest.update(b"\x00split")
        for name, sentences in split.items():
            digest.update(f"\x00corpus {name}".encode())
            for sentence in sentences:
                digest.update(repr((sentence.tokens, sentence.names)).encode())
                if sentence.soft_labels is not None:
                    digest.update(sentence.soft_labels.tobytes())
    return digest.hexdigest()
