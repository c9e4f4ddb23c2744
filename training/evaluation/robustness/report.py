"""Writes the results of the suite: `suite.json`, `suite.md` and plots."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from nomen.training.evaluation.evaluation import UNSURE
from nomen.training.evaluation.robustness.plots import draw_suite
from nomen.training.evaluation.robustness.results import SuiteResult, SwapsResult
from nomen.training.evaluation.robustness.short_texts.tables import (
    example_lines,
    short_text_examples,
)
from nomen.training.evaluation.robustness.tables import all_tables, summary
from nomen.training.evaluation.robustness.texts import (
    FEWEST_NAMES,
    MOST_TOKENS,
    PERTURBED,
    SWAPPED,
)
from nomen.training.evaluation.scores import NUM_BINS

_READING = f"""\
Shares are in points, each with its 95 % bootstrap interval over sentences.

Changed sentences are those of {", ".join(PERTURBED)} together. For forms of names (from `J. Smith`
on), only sentences that change count. `Smith , John` counts as one name.

Documents are raw texts, and their intervals draw documents. Means over genres or sets weigh each
the same. *Letters left*: the characters of gold names, blanks apart, that no predicted name covers.
A small case is right if exactly its names are found. Rewritten text is changed before the tokenizer
reads it; only pages that change count, and its mean is over sets.

The calibration error covers tokens with a probability over {UNSURE}, in {NUM_BINS} bins of equal
size. *Cross-fitted*: each half of the sets is mapped by two parameters fitted on the other half.
*If perfect*: the mean error that exactly true probabilities would have at that number of tokens, by
simulation, and its 97.5 % quantile.

Frames are short texts with slots, each filled with a name of each group (`frames.txt`): a whole
name, a forename or a surname alone, or the form that the slot tells. Each is also measured in lower
case and without its last stop. A name is found if its span is exact. The names come from the test
half of the lists where that is enough. The worst frames are the tenth with the lowest recall of all
names. Intervals draw frames, not names.

Names that are words (`words.txt`): each word stands in as many texts as a name as in texts as a
word; intervals draw words. The kinds of texts with nothing to find (`nothing.txt`) count alike in
their mean. In redacted texts a placeholder stands for each name; of the redacted sentences of
prose, only names on a placeholder count."""


def write_suite(result: SuiteResult, folder: Path) -> Path:
    """Write all files into a folder, which is made if needed; give the page's path."""
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
    negatives = example_lines(result.hard_negatives.examples)
    lists = {
        "False positives in hard negatives": negatives,
        **short_text_examples(result.short_texts),
    }
    for title, lines in lists.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield from (f"- {line}" for line in lines)


def _of_names(swaps: SwapsResult | None) -> Iterator[str]:
    if swaps is None:
        return
    yield (
        f"Each group's names replace those of the same sentences of {', '.join(SWAPPED)}, which "
        f"have at most {MOST_TOKENS} tokens. The names come from the test half of the lists (see "
        f"`training/data/names/name_lists.py`) if it has {FEWEST_NAMES} forenames and surnames, "
        "otherwise from both halves. Where a country's list has no surnames, men's forenames are "
        "used as fathers' names. The intervals draw sentences, not names, so they do not show the "
        "effect of a short list. Each draw chooses its own lowest and highest group."
    )
    if swaps.left_out:
        yield f"Left out, because they have too few names: {', '.join(swaps.left_out)}."
