"""The commands `nomen-train languages fit` and `nomen-train languages evaluate`.

The commands import what they need when they run, because importing torch takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from nomen.model.environment import LANGUAGES_VARIABLE
from nomen.training.cli.options import AsJson, Texts, Threads, use_threads

if TYPE_CHECKING:
    from nomen.training.languages.measurement import Measured

LanguagesFolder = Annotated[
    Path, typer.Option(help="Folder with raw/, ner/ and names/.", envvar=LANGUAGES_VARIABLE)
]
Recipe = Annotated[
    Path | None, typer.Option(help="A recipe in TOML; the one that ships by default.")
]
FOLDER = Path("languages")

app = typer.Typer(no_args_is_help=True, help="The identifier of languages.")


@app.command()
def fit(
    output: Annotated[Path, typer.Argument(help="Where its files go.")],
    *,
    recipe: Recipe = None,
    languages: LanguagesFolder = FOLDER,
    texts: Texts = None,
    threads: Threads = 1,
    as_json: AsJson = False,
) -> None:
    """Train an identifier on raw texts, calibrate, measure and write it.

    Example: nomen-train languages fit identifier --texts raw
    """
    from nomen.training.languages.pipeline import train_identifier  # noqa: PLC0415
    from nomen.training.languages.recipe import (  # noqa: PLC0415
        SHIPPED_RECIPE,
        read_languages_recipe,
    )

    use_threads(threads)
    exported = train_identifier(
        read_languages_recipe(recipe or SHIPPED_RECIPE),
        folder=languages,
        english=texts,
        output=output,
    )
    _print(exported.measured, as_json=as_json)


@app.command()
def evaluate(
    identifier: Annotated[
        Path | None, typer.Argument(help="Its folder; the one that ships by default.")
    ] = None,
    *,
    recipe: Recipe = None,
    languages: LanguagesFolder = FOLDER,
    texts: Texts = None,
    peer: Annotated[bool, typer.Option("--lingua", help="Measure lingua instead.")] = False,
    samples: Annotated[int, typer.Option(min=1, help="Texts of each language.")] = 200,
    as_json: AsJson = False,
) -> None:
    """Measure an identifier on lines that no training reads.

    Example: nomen-train languages evaluate --lingua --samples 50
    """
    from nomen.model.languages.files import SHIPPED_IDENTIFIER  # noqa: PLC0415
    from nomen.model.languages.identifier import LanguageIdentifier  # noqa: PLC0415
    from nomen.training.languages.measurement import identify_with, measure_lengths  # noqa: PLC0415
    from nomen.training.languages.peers import lingua_identify  # noqa: PLC0415
    from nomen.training.languages.recipe import (  # noqa: PLC0415
        SHIPPED_RECIPE,
        read_languages_recipe,
    )
    from nomen.training.languages.texts import read_texts  # noqa: PLC0415

    settings = read_languages_recipe(recipe or SHIPPED_RECIPE)
    if peer:
        identify = lingua_identify()
    else:
        identify = identify_with(LanguageIdentifier.load(identifier or SHIPPED_IDENTIFIER))
    dev = {name: each.dev for name, each in read_texts(settings, languages, texts).items()}
    _print(measure_lengths(identify, dev, settings.bundles, most=samples), as_json=as_json)


def _print(measured: "Measured", *, as_json: bool) -> None:
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.languages.measurement import tables_of  # noqa: PLC0415

    if as_json:
        typer.echo(orjson.dumps(measured.metrics(), option=orjson.OPT_INDENT_2))
        return
    for table in tables_of(measured, is_timed=True):
        print_table(table)
