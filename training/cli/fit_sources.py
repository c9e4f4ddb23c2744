"""FitSources: what stands as arguments of `nomen-train fit`, and the recipe that it means."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nomen.training.errors import RecipeError
from nomen.training.formats.settings import FileSettings
from nomen.training.own_files.own_files import DEFAULT_START, OwnFiles, bundle_name
from nomen.training.own_files.own_recipe import chosen_for
from nomen.training.recipes.overrides import overridden
from nomen.training.recipes.recipe import Recipe, is_recipe, read_recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSources:
    """A recipe or the user's own files, and the options that only own files have.

    Raises:
        RecipeError: When a recipe stands beside others, or has options of own files.
    """

    paths: Sequence[Path]
    dev: Sequence[Path] = ()
    test: Sequence[Path] = ()
    raw: Sequence[Path] = ()
    reading: FileSettings = field(default_factory=FileSettings)
    start: str | None = None
    name: str | None = None
    output: Path | None = None

    def __post_init__(self) -> None:
        recipes = [path for path in self.paths if is_recipe(path)]
        if recipes and len(self.paths) > 1:
            raise RecipeError(f"{recipes[0]}: expected one recipe, or files of your own alone")
        given = [name for name in ("dev", "test", "raw", "start", "name") if getattr(self, name)]
        if recipes and given:
            raise RecipeError(f"expected --{given[0]} only with files of your own, not a recipe")
        if recipes and self.reading != FileSettings():
            raise RecipeError("expected how files are read only with files of your own")

    @property
    def is_recipe(self) -> bool:
        """Whether it is a recipe."""
        return is_recipe(self.paths[0])


def chosen_recipe(given: FitSources, *, settings: Sequence[str], seed: int | None) -> Recipe:
    """Read the recipe, or make one for the user's own files; set what the command overrides.

    Raises:
        RecipeError: When the recipe, a setting or an option is wrong.
        CorpusError: When a file of the user's own is missing or malformed.
        BundleError: When there is no such bundle to begin with.
    """
    if seed is not None:
        settings = [*settings, f"seed={seed}"]
    if given.is_recipe:
        return overridden(read_recipe(given.paths[0], Recipe), settings)
    own = OwnFiles(
        train=given.paths,
        dev=given.dev,
        test=given.test,
        raw=given.raw,
        settings=given.reading,
        start=given.start or DEFAULT_START,
        name=given.name or bundle_name(given.output or given.paths[0].with_suffix("")),
    )
    return overridden(chosen_for(own), settings)
