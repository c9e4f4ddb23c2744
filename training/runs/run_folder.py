"""The run folder of a training: its recipe, its vocabulary, and what shows that both still hold."""

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

RECIPE, VOCABULARY, SENTENCES = "recipe.json", "vocabulary.json", "sentences.sha256"
FINISHED = "finished"

logger = logging.getLogger("nomen.train")


def refuse_overwriting(run: Path, *, resume: bool) -> None:
    """Tell before anything is read that a run folder holds a training.

    Raises:
        TrainingError: When it does, and is not to be resumed.
    """
    if (run / LAST).exists() and not resume:
        raise TrainingError(f"{run}: holds a training already; expected --resume or another --run")


def start_run(recipe: Recipe, run: Path, *, sentences: str) -> Path | None:
    """Write the recipe and the sentences' digest; give the checkpoint to go on from.

    A training may be resumed with more epochs than before, finished or not. The learning rate then
    follows the curve of the larger number from the step where it stands: it rises to what that
    curve has there, and falls to 0 at the new end. The weights are not those of a training that
    had the larger number from its beginning.

    Args:
        recipe: The choices, those that depend on the sentences too.
        run: The run folder.
        sentences: What `sentences_digest` gives.

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
    kept = run / SENTENCES
    if kept.exists() and kept.read_text(encoding="utf-8") != sentences:
        raise TrainingError(f"{kept}: expected the same sentences and labels to resume")
    if before < recipe.optimisation.max_epochs:
        (run / FINISHED).unlink(missing_ok=True)
        logger.info(
            "%d epochs instead of %d: the learning rate follows the longer curve from here",
            recipe.optimisation.max_epochs,
            before,
        )


def kept_epochs(kept: Path, recipe: Recipe) -> int:
    """Give the epochs of a kept recipe, which must be this one or the same with fewer of them.

    Raises:
        TrainingError: When it is another one.
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
    """Write the vocabulary of a new training; that of a resumed one must be the same.

    Raises:
        TrainingError: When it is not.
    """
    text = vocabulary.model_dump_json()
    if not is_resumed:
        write_whole(run / VOCABULARY, text.encode())
    elif (run / VOCABULARY).read_text(encoding="utf-8") != text:
        raise TrainingError(f"{run / VOCABULARY}: expected the same training sentences to resume")


def sentences_digest(*splits: Mapping[str, Sequence[LabelledSentence]]) -> str:
    """Give the SHA-256 of sentences, their corpora, names and soft labels, in order."""
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
