"""`nomen-train by-language`: parses and prints; all logic is elsewhere.

The command imports what it needs when it runs: torch alone takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import orjson
import typer

from nomen.training.cli.options import FOLDER, AsJson, CorporaFolder, Threads

if TYPE_CHECKING:
    from nomen.training.evaluation.predictor import Predictor, TaggerPredictor
    from nomen.training.experiments.baselines.selection import BaselineName

app = typer.Typer()

_PEERS = ("crf", "spacy", "flair", "stanza")


@app.command()
def by_language(  # noqa: PLR0913  # a command's options
    bundles: Annotated[list[str], typer.Argument(help="Shipped bundles' names, or folders.")],
    *,
    baseline: Annotated[
        list[str] | None, typer.Option(help="NAME=FOLDER, as `baseline train` leaves it.")
    ] = None,
    language: Annotated[
        list[str] | None,
        typer.Option(help="A language to measure; by default, all that the first bundle tags."),
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Sentences of each dev set at most.")] = 1000,
    casings: Annotated[bool, typer.Option(help="Measure lower and upper case, too.")] = True,
    details: Annotated[
        bool,
        typer.Option(help="Measure names that are words, texts without names and thresholds, too."),
    ] = True,
    picture: Annotated[Path | None, typer.Option(help="Where the picture goes, a .png.")] = None,
    corpora: CorporaFolder = FOLDER,
    as_json: AsJson = False,
    threads: Threads = 1,
) -> None:
    """Measure bundles and baselines on the dev sets of each language.

    The figures beside F1 are those of the first bundle. Then, for each tagger: which names that are
    also words it finds (words that train sentences have outside names, too), what it finds where
    no name is, and what the presets give. --no-details leaves these out.

    Example: nomen-train by-language xx en --language sv --language fi --picture languages.png
    """
    from nomen.training.cli.tables import print_table  # noqa: PLC0415
    from nomen.training.data.names.names_of_languages import read_listed_names  # noqa: PLC0415
    from nomen.training.experiments.languages import detail_tables  # noqa: PLC0415
    from nomen.training.experiments.languages.cases import read_cases  # noqa: PLC0415
    from nomen.training.experiments.languages.details import measure_details  # noqa: PLC0415
    from nomen.training.experiments.languages.figures import measure_languages  # noqa: PLC0415
    from nomen.training.experiments.languages.framed import framed_texts  # noqa: PLC0415
    from nomen.training.experiments.languages.report import (  # noqa: PLC0415
        as_plain,
        draw_languages,
        language_table,
    )
    from nomen.training.experiments.languages.sets import read_dev_sets  # noqa: PLC0415

    tagged = [_bundle(name, threads) for name in bundles]
    taggers: list[Predictor] = [*tagged, *map(_peer, baseline or [])]
    chosen = language or tagged[0].tagger.bundle.manifest.languages
    sets = read_dev_sets(corpora, languages=chosen, most=most)
    texts = {key: framed_texts(key, read_listed_names(key, corpora, "test")) for key in sets}
    figures = {
        tagger.name: measure_languages(tagger, sets, texts, with_casings=casings and i == 0)
        for i, tagger in enumerate(taggers)
    }
    cases = read_cases(sets, corpora) if details else {}
    detailed = {tagger.name: measure_details(tagger, cases) for tagger in taggers}
    if picture:
        draw_languages(figures).savefig(picture, dpi=110)
    if as_json:
        rows = as_plain(figures, detailed)
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2))
        return
    print_table(language_table(figures))
    for name, found in detailed.items():
        for table in detail_tables.detail_tables(name, found):
            print_table(table)


def _bundle(name: str, threads: int) -> "TaggerPredictor":
    from nomen.model.tagger import load_tagger  # noqa: PLC0415
    from nomen.training.evaluation.predictor import TaggerPredictor  # noqa: PLC0415

    tagger = load_tagger(name, device="cpu", num_threads=threads)
    return TaggerPredictor(tagger=tagger, name=Path(name).name)


def _peer(pair: str) -> "Predictor":
    name, sign, folder = pair.partition("=")
    if not sign or name not in _PEERS:
        raise typer.BadParameter(f"--baseline: expected NAME=FOLDER, a name of {', '.join(_PEERS)}")
    from nomen.training.experiments.baselines.selection import load_baseline  # noqa: PLC0415

    return load_baseline(cast("BaselineName", name), Path(folder))
