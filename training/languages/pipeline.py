"""One whole training of an identifier: from its recipe and texts to its files."""

from pathlib import Path

from nomen.training.languages.crops import Crops
from nomen.training.languages.exporting import Exported, export_identifier
from nomen.training.languages.fitting import fit_network
from nomen.training.languages.names import read_names
from nomen.training.languages.recipe import LanguagesRecipe
from nomen.training.languages.texts import read_texts


def train_identifier(
    recipe: LanguagesRecipe, *, folder: Path, english: Path | None, output: Path
) -> Exported:
    """Train an identifier and write its files.

    Args:
        recipe: What is trained, and on what.
        folder: The folder with raw/, ner/ and names/.
        english: The folder of raw texts in English; None where the recipe has none.
        output: Where the files go.

    Raises:
        CorpusError: When a text is missing.
    """
    texts = read_texts(recipe, folder, english)
    crops = Crops(
        [each.train for each in texts.values()],
        [recipe.share_of(language) for language in texts],
        names=read_names(folder / "names"),
        settings=recipe.optimisation,
    )
    network = fit_network(recipe, crops)
    dev = {language: each.dev for language, each in texts.items()}
    return export_identifier(output, network, recipe=recipe, languages=list(texts), dev=dev)
