"""`nomen-train pretrain` and `sample`: parses and prints; all logic is elsewhere.

Commands import what they need when they run: torch alone takes a second.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nomen.training.cli.options import (
    FOLDER,
    CorporaFolder,
    RecipePath,
    Resume,
    Texts,
    Threads,
    training_run,
    use_threads,
)

if TYPE_CHECKING:
    from nomen.training.pretraining.pretrained import Pretrained

MAX_PATH = 1024

app = typer.Typer()


@app.command()
def pretrain(
    recipe: RecipePath,
    *,
    corpora: CorporaFolder = FOLDER,
    texts: Texts = None,
    run: Annotated[
        Path | None, typer.Option(help="Run folder; runs/NAME-pretraining by default.")
    ] = None,
    resume: Resume = False,
    threads: Threads = 1,
) -> None:
    """Learn a language model whose encoder `fit` begins with.

    Example: nomen-train pretrain recipes/en.toml --texts ~/raw
    """
    from nomen.training.recipes.recipe import Recipe, read_recipe  # noqa: PLC0415

    chosen = read_recipe(recipe, Recipe)
    from nomen.training.pretraining.pretrain import pretrain as learn  # noqa: PLC0415

    use_threads(threads)
    folder = run or Path("runs") / f"{chosen.name}-pretraining"
    found = learn(chosen, training_run(folder, corpora=corpora, texts=texts, resume=resume))
    for way, perplexity in found.facts.perplexities.items():
        typer.echo(f"perplexity, {way}: {perplexity:.1f}")
    typer.echo(f"licence classes: {', '.join(found.facts.licence_classes)}")
    typer.echo(f"pretrained: {folder}")


@app.command()
def sample(
    pretrained: Annotated[
        Path, typer.Argument(help="A pretrained file, its run folder, or the name of one.")
    ],
    *,
    number: Annotated[int, typer.Option(min=1, help="Sentences to sample.")] = 10,
    temperature: Annotated[float, typer.Option(min=0.05, help="Below 1: likelier forms.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 1,
    score: Annotated[
        str | None, typer.Option(help="Score this text, or this file's lines, instead.")
    ] = None,
    threads: Threads = 1,
) -> None:
    """Sample sentences from a pretrained language model, or score given ones.

    Example: nomen-train sample runs/en-pretraining --temperature 0.8
    """
    from nomen.training.pretraining.pretrained import Pretrained  # noqa: PLC0415
    from nomen.training.pretraining.sampling import sample_sentences  # noqa: PLC0415
    from nomen.training.recipes.recipe import find_pretrained  # noqa: PLC0415

    use_threads(threads)
    found = Pretrained.from_file(find_pretrained(pretrained, Path()))
    if score is not None:
        _print_scores(found, score)
        return
    for sentence in sample_sentences(found, number=number, temperature=temperature, seed=seed):
        typer.echo(" ".join(sentence))


def _print_scores(found: "Pretrained", text_or_file: str) -> None:
    from nomen.training.data.raw_texts import split_sentences  # noqa: PLC0415
    from nomen.training.pretraining.sampling import score_sentences  # noqa: PLC0415

    lines = _lines(text_or_file)
    sentences = [tokens for line in lines if line.strip() for tokens in split_sentences(line)]
    for scored in score_sentences(found, sentences):
        right, left = (scored.perplexity(is_leftward=way) for way in (False, True))
        shown = zip([*scored.tokens, "<end>"], scored.rightward, strict=True)
        typer.echo(f"perplexity {right:.1f} rightward, {left:.1f} leftward")
        typer.echo("  " + " ".join(f"{token} {log_p:.2f}" for token, log_p in shown))


def _lines(text_or_file: str) -> list[str]:
    is_file = len(text_or_file) < MAX_PATH and Path(text_or_file).is_file()
    text = Path(text_or_file).read_text(encoding="utf-8") if is_file else text_or_file
    return text.splitlines()
