"""The evaluation sets of the suite: visible sets, changed copies, swapped names, hard negatives.

All draws are seeded, each way of changing sentences by its own name, so a new way leaves the draws
of the others as they are.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from nomen.training.augmentation import perturbation
from nomen.training.augmentation.swapping import NameGroup, swap_names
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names.name_lists import GENDERS, CountryNames, Gender, NameLists
from nomen.training.data.registry import Split, load_split, registry, split_path
from nomen.training.errors import CorpusError
from nomen.training.evaluation.robustness.short_texts.groups import read_groups

Sentences = Sequence[LabelledSentence]
Change = Callable[[LabelledSentence], LabelledSentence]

TESTS = ("conll2003", "wnut17")
"""Corpora whose test sets are open; the test sets of all others are sealed."""

PERTURBED = ("wnut17/dev", "uner_en_ewt/dev", "worldwide_newswire/dev")
SWAPPED = ("conll2003/dev", "worldwide_newswire/dev")
REGIONS = {
    "East Asia": ("CN", "JP", "KR", "TW"),
    "South-East Asia": ("MY", "PH"),
    "South Asia": ("IN", "NP", "PK"),
    "Middle East": ("AE", "IR", "SA", "TR"),
    "North Africa": ("DZ", "EG", "MA"),
    "Africa south of the Sahara": ("ML", "ZA"),
    "Slavic": ("CZ", "PL", "RS", "RU", "UA"),
    "Nordic": ("FI", "NO", "SE"),
    "Latin America": ("AR", "BR", "CO", "MX"),
    "Western and Central Europe, US": ("DE", "ES", "FR", "GB", "HU", "US"),
}
NUM_SWAPPED_NAMES = 1050
MOST_TOKENS = 60
FEWEST_NAMES = 4
HARD_NEGATIVES = Path(__file__).with_name("hard_negatives.txt")

_TYPO_RATES = (0.02, 0.05, 0.15)
_MERGE_RATE = 0.05
_MISREAD_RATE = 0.05


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Sentences, and the fold of each for cross-fitting: 0 or 1."""

    sentences: Sentences
    folds: Sequence[int]

    @classmethod
    def of_corpus(cls, sentences: Sentences) -> "EvaluationSet":
        """Put the first half of a corpus into fold 0, so that documents stay in one fold."""
        half = len(sentences) / 2
        return cls(sentences, [int(i >= half) for i in range(len(sentences))])

    @classmethod
    def joined(cls, sets: Iterable["EvaluationSet"]) -> "EvaluationSet":
        """Join sets in their order."""
        rows = [row for part in sets for row in part.rows()]
        return cls([sentence for sentence, _ in rows], [fold for _, fold in rows])

    def rows(self) -> Iterator[tuple[LabelledSentence, int]]:
        """Give each sentence with its fold."""
        return zip(self.sentences, self.folds, strict=True)

    def with_sentences(self, sentences: Sentences) -> "EvaluationSet":
        """Replace the sentences by as many others, in the same folds."""
        return EvaluationSet(sentences, self.folds)

    def only(self, chosen: Sequence[int]) -> "EvaluationSet":
        """Give some of the sentences, by their indices."""
        return EvaluationSet([self.sentences[i] for i in chosen], [self.folds[i] for i in chosen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbed:
    """One way of changing sentences.

    Attributes:
        name: Its name in tables.
        change: Gives the changed sentence.
        is_partial: Whether it leaves most sentences as they are; then only changed ones count.
    """

    name: str
    change: Change
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapGroup:
    """The names of one country and gender, and where they come from.

    `is_held_out` tells that all are from the test half of the lists, which augmentation never
    uses. Where that half has too few names, they come from both halves.
    """

    region: str
    names: NameGroup
    is_held_out: bool

    @property
    def name(self) -> str:
        """Its name in tables, like `CN F`."""
        return f"{self.names.country} {self.names.gender}"


def visible_sets(folder: Path) -> tuple[dict[str, EvaluationSet], list[str]]:
    """Read every dev set and the open test sets; also give the names of sets that are missing.

    Raises:
        CorpusError: When all are missing, or one is not the registered file.
    """
    wanted: list[tuple[str, Split]] = [
        (name, "dev") for name, corpus in registry().items() if "dev" in corpus.sha256
    ]
    wanted += [(name, "test") for name in TESTS]
    found, missing = {}, []
    for name, split in wanted:
        if split_path(registry()[name], split, folder).exists():
            found[f"{name}/{split}"] = EvaluationSet.of_corpus(load_split(name, split, folder))
        else:
            missing.append(f"{name}/{split}")
    if not found:
        raise CorpusError(f"{folder}: expected at least one dev set; see `nomen-train corpora`")
    return found, missing


def perturbations(sentences: Sentences, *, seed: int) -> list[Perturbed]:
    """Give every way of changing sentences; second surnames come from the sentences' own names."""
    surnames = sorted(
        {s.tokens[end - 1] for s in sentences for start, end in s.names if end - start > 1}
    )

    def draws(name: str) -> random.Random:
        return random.Random(f"{seed} {name}")  # noqa: S311  # no secret

    typos = [_typos(rate, draws(f"typos {rate}")) for rate in _TYPO_RATES]
    merging, scanning = draws("merged"), draws("misread")
    doubling, adding = draws("hyphenated"), draws("particles")
    return [
        Perturbed(name="lower", change=perturbation.lower),
        Perturbed(name="UPPER", change=perturbation.upper),
        Perturbed(name="Title", change=perturbation.title),
        *typos,
        Perturbed(
            name="missing blanks 5 %",
            change=lambda s: perturbation.merged(s, merging, rate=_MERGE_RATE),
        ),
        Perturbed(
            name="OCR noise 5 %",
            change=lambda s: perturbation.misread(s, scanning, rate=_MISREAD_RATE),
        ),
        Perturbed(name="J. Smith", change=perturbation.initials, is_partial=True),
        Perturbed(name="Smith , John", change=perturbation.surname_first, is_partial=True),
        Perturbed(
            name="John Smith-Jones",
            change=lambda s: perturbation.hyphenated(s, doubling, surnames=surnames),
            is_partial=True,
        ),
        Perturbed(
            name="John van der Smith",
            change=lambda s: perturbation.with_particles(s, adding),
            is_partial=True,
        ),
        Perturbed(name="John", change=perturbation.forename_only, is_partial=True),
    ]


def _typos(rate: float, generator: random.Random) -> Perturbed:
    return Perturbed(
        name=f"typos {rate:.0%}".replace("%", " %"),
        change=lambda s: perturbation.with_typos(s, generator, rate=rate),
    )


def swap_groups(
    lists: NameLists, regions: Mapping[str, Sequence[str]] = REGIONS
) -> list[SwapGroup]:
    """Give a group for each country of some regions and each gender that has enough names."""
    wanted = [
        (region, country, gender)
        for region, countries in regions.items()
        for country in countries
        for gender in GENDERS
    ]
    held_out = lists.half("test")
    groups = (_swap_group(*place, held_out=held_out, lists=lists) for place in wanted)
    return [group for group in groups if group]


def _swap_group(
    region: str, country: str, gender: Gender, *, held_out: NameLists, lists: NameLists
) -> SwapGroup | None:
    for source in (held_out, lists):
        found = source.countries.get(country, CountryNames())
        names = NameGroup.build(country, gender, found, fewest=FEWEST_NAMES)
        if names:
            return SwapGroup(region=region, names=names, is_held_out=source is held_out)
    return None


def set_to_swap(visible: Mapping[str, EvaluationSet], *, seed: int) -> EvaluationSet:
    """Draw sentences with names, up to `MOST_TOKENS` long, from the visible sets of `SWAPPED`.

    Together they have `NUM_SWAPPED_NAMES` names or a few more, in equal parts from each set.
    """
    sets = [visible[name] for name in SWAPPED if name in visible]
    return EvaluationSet.joined(
        _draw_names(part, NUM_SWAPPED_NAMES / len(sets), seed=seed) for part in sets
    )


def _draw_names(part: EvaluationSet, num_names: float, *, seed: int) -> EvaluationSet:
    """Draw sentences until they have enough names."""
    usable = (i for i, s in enumerate(part.sentences) if len(s.tokens) <= MOST_TOKENS)
    order = [i for i in usable if part.sentences[i].names]
    random.Random(seed).shuffle(order)  # noqa: S311  # no secret
    counts = accumulate(len(part.sentences[i].names) for i in order)
    num_sentences = 1 + sum(1 for count in counts if count < num_names)
    return part.only(sorted(order[:num_sentences]))


def swapped(part: EvaluationSet, group: SwapGroup, *, seed: int) -> EvaluationSet:
    """Replace the names of sentences by a group's names."""
    generator = random.Random(f"{seed} {group.name}")  # noqa: S311  # no secret
    return part.with_sentences([swap_names(s, group.names, generator) for s in part.sentences])


def read_hard_negatives(path: Path = HARD_NEGATIVES) -> dict[str, list[str]]:
    """Read sentences without names, by group."""
    return read_groups(path)
