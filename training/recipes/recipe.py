"""The recipe: the config of one training, read from TOML."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nomen.model.bundle.bundle import Language, first_fault
from nomen.model.network.config import NetworkConfig
from nomen.training.augmentation.augmentation import Augmentation
from nomen.training.errors import RecipeError
from nomen.training.recipes.corpus_share import OWN_SPLITS, CorpusShare, OwnFiles
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.documents import DocumentShare, Generation
from nomen.training.recipes.pretraining import Pretraining

RECIPES = Path(__file__).parent
PRETRAINED = Path(__file__).parents[1] / "pretrained"
MAX_GUIDELINE = 20_000
"""Characters of a guideline, at most."""


class Table(BaseModel):
    """A table of a recipe; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class VocabularyConfig(Table):
    """Which tokens get a vector of their own.

    Attributes:
        min_count: How often a token must occur.
        max_forms: The largest number of word forms.
        max_new_forms: How many forms of the labelled sentences a fit adds at most to the
            vocabulary that it begins with.
    """

    min_count: Annotated[int, Field(ge=1)] = 2
    max_forms: Annotated[int, Field(ge=1, le=1_000_000)] = 20_000
    max_new_forms: Annotated[int, Field(ge=0, le=100_000)] = 0


class Optimisation(Table):
    """How the weights are learned.

    The defaults are those of large corpora. Where a small corpus's recipe does not set `loss`,
    `learning_rate`, `batch_tokens`, `max_epochs`, `patience` or `average_decay`,
    `schedule.scheduled` does.

    Attributes:
        loss: Cross-entropy is summed over the steps of a sentence, L = sum over t of L<t>, and then
            averaged over the batch's `sentences` or over its `tokens`.
        learning_rate: Highest learning rate of AdamW, reached after the warm-up.
        weight_decay: AdamW's decay.
        warmup_share: Share of all steps in which the learning rate rises from 0; it then falls to
            0 along half a cosine.
        clip_norm: Longest gradient, as its 2-norm over all parameters.
        batch_tokens: Tokens of a batch, padding counted.
        max_epochs: Epochs at most.
        patience: Epochs without a better dev F1 before the training stops, counted from the first
            epoch that finds a name.
        average_decay: Decay of the running average of the weights that is evaluated and exported,
            from one step to the next; 0 exports the last weights.
        unknown_rate: A form seen n times is shown as unknown with probability rate / (rate + n).
        embedding_rate: Factor on the learning rate of the word forms' vectors; 0 leaves them as
            they are.
        lower_rate: Factor on the learning rate from each stage to the one below it: from the head
            to the last recurrent layer, from layer to layer, to the word encoder.
        start_share: Largest share of the weights of `start` in the exported ones, which lie
            between those and the best ones of the training; see `fitting.weight_share`.
        precision: Number format of the forward pass. `auto` is `bf16-mixed` on a GPU that computes
            in bfloat16, and `32-true` elsewhere; `16-mixed` is for older GPUs.
    """

    loss: Literal["sentences", "tokens"] = "sentences"
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 2e-3
    weight_decay: Annotated[float, Field(ge=0, le=1)] = 1e-2
    warmup_share: Annotated[float, Field(ge=0, lt=1)] = 0.05
    clip_norm: Annotated[float, Field(gt=0)] = 1.0
    batch_tokens: Annotated[int, Field(ge=1)] = 1536
    max_epochs: Annotated[int, Field(ge=1)] = 10
    patience: Annotated[int, Field(ge=1)] = 5
    average_decay: Annotated[float, Field(ge=0, lt=1)] = 0.999
    unknown_rate: Annotated[float, Field(ge=0)] = 0.5
    embedding_rate: Annotated[float, Field(ge=0, le=10)] = 1.0
    lower_rate: Annotated[float, Field(gt=0, le=1)] = 1.0
    start_share: Annotated[float, Field(ge=0, lt=1)] = 0.0
    precision: Literal["auto", "32-true", "bf16-mixed", "16-mixed"] = "auto"


class Recipe(Table):
    """Everything that defines one training except the sentences.

    Attributes:
        name: The bundle's name.
        version: The bundle's version, as in Semantic Versioning.
        description: One sentence about the bundle.
        languages: The languages that the bundle tags, as primary tags of BCP 47; by default those
            of the registered corpora, and for the user's own files those of `start`.
        guideline: What a name is in the user's own files, in their own words, for the bundle's
            card.
        seed: The seed of the first weights, the epochs' draws and dropout.
        corpora: The corpora to learn from.
        dev: Corpora whose dev sentences choose the weights, the engine and the thresholds; by
            default those of `corpora` that have some.
        test: Corpora whose test sentences the finished bundle is measured on.
        documents: The sets of documents to learn from, as blocks; see `text.blocks`.
        dev_documents: Sets of documents whose dev part does what `dev` does.
        generation: How pages are made to learn from.
        max_dev_sentences: The largest number of a corpus's dev sentences measured after an epoch.
        network: The network's sizes.
        vocabulary: Which tokens get a vector.
        augmentation: How sentences are changed; without this table, a small corpus gets that of
            `schedule.augmented`.
        other_augmentation: How sentences of other languages than English are changed; by default as
            those of English. Their names are swapped for names of their own language.
        optimisation: How the weights are learned.
        pretraining: How a language model is trained on raw texts. `nomen-train pretrain` runs it.
            `fit` runs it first and begins with its encoder, unless `pretrained` or `start` names
            something finished.
        pretrained: The result of a pretraining, whose vocabulary and encoder a fit begins with: a
            file or a run folder, relative to the recipe's folder, or the name of one that ships.
        start: A bundle whose vocabulary and weights a fit begins with: its folder, or the name of
            one that ships. `pretrained` then has no use.
        distillation: The teachers that are trained first, and their soft labels.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")] = "0.1.0"
    description: str = ""
    languages: list[Language] = []
    guideline: Annotated[str, Field(max_length=MAX_GUIDELINE)] = ""
    seed: int = 1
    corpora: Annotated[list[CorpusShare], Field(min_length=1)]
    dev: list[str] = []
    test: list[str] = []
    documents: list[DocumentShare] = []
    dev_documents: list[str] = []
    generation: Generation | None = None
    max_dev_sentences: Annotated[int, Field(ge=1)] = 1_000_000
    network: NetworkConfig = NetworkConfig()
    vocabulary: VocabularyConfig = VocabularyConfig()
    augmentation: Augmentation = Augmentation()
    other_augmentation: Augmentation | None = None
    optimisation: Optimisation = Optimisation()
    pretraining: Pretraining | None = None
    pretrained: Path | None = None
    start: str | None = None
    distillation: Distillation | None = None

    @model_validator(mode="after")
    def _names_once(self) -> "Recipe":
        names = [corpus.name for corpus in self.corpora]
        names += [documents.name for documents in self.documents]
        if len(set(names)) < len(names):
            raise ValueError("expected each corpus once")
        if self.start and self.pretrained:
            raise ValueError("expected `start` or `pretrained`, not both")
        return self


def is_recipe(path: Path) -> bool:
    """Tell whether a path is that of a recipe, or the name of one that ships."""
    return path.suffix == ".toml" or (not path.exists() and _shipped(path).is_file())


def _shipped(path: Path) -> Path:
    """Give the path that a recipe that ships has by its name, with `.toml` or without."""
    return RECIPES / f"{path.name.removesuffix('.toml')}.toml"


R = TypeVar("R", bound=Recipe)


def read_recipe(path: Path, kind: type[R]) -> R:
    """Read a recipe of a kind; relative paths in it count from its folder.

    Where the path does not exist, a recipe of that name that ships with Nomen is read.

    Raises:
        RecipeError: When there is none, it is not TOML, or a field is wrong.
    """
    found = path if path.exists() else _shipped(path)
    try:
        recipe = kind.model_validate(tomllib.loads(found.read_text(encoding="utf-8")))
    except OSError as error:
        raise RecipeError(f"{path}: no readable recipe there or among {RECIPES.name}/") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{found}: expected TOML in UTF-8: {error}") from error
    except ValidationError as error:
        raise RecipeError(f"{found}: {first_fault(error)}") from error
    folder = found.resolve().parent
    corpora = [_anchored(corpus, folder) for corpus in recipe.corpora]
    pretrained = recipe.pretrained and find_pretrained(recipe.pretrained, folder)
    found_fields: dict[str, object] = {"corpora": corpora, "pretrained": pretrained}
    for name in ("distillation", "pretraining"):
        if (table := getattr(recipe, name)) is not None and table.files:
            files = [folder / file for file in table.files]
            found_fields[name] = table.model_copy(update={"files": files})
    return recipe.model_copy(update=found_fields)


def _anchored(corpus: CorpusShare, folder: Path) -> CorpusShare:
    paths: dict[str, OwnFiles] = {
        key: _in(folder, path) for key in OWN_SPLITS if (path := getattr(corpus, key))
    }
    return corpus.model_copy(update=paths)


def _in(folder: Path, own: OwnFiles) -> OwnFiles:
    return [folder / path for path in own] if isinstance(own, list) else folder / own


def find_pretrained(path: Path, folder: Path) -> Path:
    """Give a path relative to a folder; where nothing is there, the shipped file of that name."""
    shipped = PRETRAINED / f"{path.name}.safetensors"
    return shipped if not (folder / path).exists() and shipped.exists() else folder / path
