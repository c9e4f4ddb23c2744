"""The recipe of an identifier of languages: which languages, which texts, and how it is trained."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nomen.model.bundle.bundle import first_fault
from nomen.training.errors import RecipeError

SHIPPED_RECIPE = Path(__file__).parents[1] / "recipes" / "languages.toml"

Share = Annotated[float, Field(gt=0, le=1)]
Count = Annotated[int, Field(ge=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Sizes(_Part):
    """Sizes of the network.

    Attributes:
        dim: Values of an n-gram's vector; an even number.
        num_heads: Memories of that size, each with gates of its own.
    """

    dim: Annotated[int, Field(ge=2, le=64, multiple_of=2)] = 22
    num_heads: Annotated[int, Field(ge=1, le=16)] = 4


class Optimisation(_Part):
    """How the network is trained.

    Attributes:
        num_steps: Steps of Adam; the rate falls to 0 over them.
        batch_size: Texts a step.
        learning_rate: The highest.
        shortest: Characters of the shortest text.
        longest: Of the longest; lengths are drawn evenly by their logarithm.
        name_share: Texts in which a name of another language stands.
        plain_share: Texts without marks on their letters.
    """

    num_steps: Count = 20_000
    batch_size: Count = 512
    learning_rate: Annotated[float, Field(gt=0)] = 4e-3
    shortest: Count = 8
    longest: Count = 192
    name_share: Annotated[float, Field(ge=0, le=1)] = 0.3
    plain_share: Annotated[float, Field(ge=0, le=1)] = 0.05


class LanguagesRecipe(_Part):
    """One training of an identifier.

    Attributes:
        seed: Of all draws.
        name: Of what is written.
        version: Of what is written.
        bundles: The languages that each bundle serves; they are drawn fully.
        other_share: How often every other language is drawn, against a served one.
        shares: The same for single languages.
        close: Groups of languages that are hard to tell apart and served alike.
        english: The raw texts of English.
        sentences: Corpora of labelled sentences, by language.
        network: Its sizes.
        optimisation: How it is trained.
        threshold: A group of close languages below this probability is `und`.
    """

    seed: int = 1
    name: str = "languages"
    version: str = "0.1.0"
    bundles: dict[str, list[str]]
    other_share: Share = 0.4
    shares: dict[str, Annotated[float, Field(gt=0)]] = {}
    close: list[list[str]] = []
    english: list[str] = []
    sentences: dict[str, list[str]] = {}
    network: Sizes = Sizes()
    optimisation: Optimisation = Optimisation()
    threshold: Annotated[float, Field(ge=0, le=1)] = 0.5

    def share_of(self, language: str) -> float:
        """Give how often a language is drawn, relative to the others."""
        served = {each for languages in self.bundles.values() for each in languages}
        return self.shares.get(language, 1.0 if language in served else self.other_share)


def read_languages_recipe(path: Path) -> LanguagesRecipe:
    """Read a recipe from a TOML file.

    Raises:
        RecipeError: When the file is missing, no TOML, or a field is wrong.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return LanguagesRecipe.model_validate(table)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{path}: expected a recipe in TOML") from error
    except ValidationError as error:
        raise RecipeError(f"{path}: {first_fault(error)}") from error
