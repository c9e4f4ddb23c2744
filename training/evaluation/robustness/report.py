"""Writes what the suite found: `suite.json`, `suite.md` and pictures; knows no predictor."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from nomen.training.evaluation.evaluation import UNSURE
from nomen.training.evaluation.robustness.plots import draw_suite
from nomen.training.evaluation.robustness.results import SuiteResult, SwapsResult
from nomen.training.evaluation.robustness.tables import all_tables, summary
from nomen.training.evaluation.robustness.texts import (
    FEWEST_NAMES,
    MOST_TOKENS,
    PERTURBED,
    SWAPPED,
)
from nomen.training.evaluation.scores import NUM_BINS

_READING = f"""\
Shares are in points, each with its 95 % bootstrap interval, sentences drawn with replacement.

Written otherwise are all sentences of {", ".join(PERTURBED)} together; for forms of names (from
`J. Smith` on) only those that change. `Smith , John` counts as one name.

The calibration error is of tokens with a probability over {UNSURE} in {NUM_BINS} bins of equal
mass. *Cross-fitted* maps the probabilities of each half of the sets by two parameters fitted on the
other half; *if perfect* is what exactly true probabilities would get at that number of tokens, by
simulation, and *at most, if so* its 97.5 % quantile."""


def write_suite(result: SuiteResult, folder: Path) -> Path:
    """Write all files into a folder, made if need be; gives the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "suite.json").write_bytes(suite_json(result))
    pictures = draw_suite(result, folder)
    page = folder / "suite.md"
    page.write_text("\n".join(_page(result, pictures)) + "\n", encoding="utf-8")
    return page


def suite_json(result: SuiteResult) -> bytes:
    """Give all figures as indented JSON."""
    return orjson.dumps(result.as_dict(), option=orjson.OPT_INDENT_2)


def _page(result: SuiteResult, pictures: Sequence[str]) -> Iterator[str]:
    yield f"# Suite of {result.name}"
    yield ""
    yield f"Seed {result.seed}, {result.seconds:.0f} s."
    yield ""
    yield from (f"- {line}" for line in summary(result))
    for picture in pictures:
        yield ""
        yield f"![{picture.removesuffix('.png')}]({picture})"
    yield ""
    yield "## How to read it"
    for paragraph in (_READING, *_of_names(result.swaps)):
        yield ""
        yield paragraph
    for table in all_tables(result):
        yield ""
        yield f"## {table.title}"
        yield ""
        yield from table.markdown()
    yield ""
    yield "## What was taken for names"
    yield ""
    for text, found in result.tempting.examples.items():
        yield f"- {text} — {', '.join(found)}"


def _of_names(swaps: SwapsResult | None) -> Iterator[str]:
    if swaps is None:
        return
    yield (
        f"Each group's names stand in the same sentences with names of {', '.join(SWAPPED)}, of "
        f"{MOST_TOKENS} tokens at most. They are of the test half of the lists (see "
        f"`training/data/names.py`) where {FEWEST_NAMES} forenames and surnames remain, else of "
        "both halves. Where a country's list has no surnames, men's forenames stand for them, as "
        "fathers' names. Of a group's few names intervals know nothing: they draw sentences. The "
        "lowest and highest group are found anew in each draw."
    )
    if swaps.left_out:
        yield f"Left out for want of names: {', '.join(swaps.left_out)}."
