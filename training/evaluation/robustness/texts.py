"""The sentences of the suite: visible sets, changed copies, swapped names, temptations; no tagger.

All draws are seeded, each bed by its own name, so that a new bed leaves the others as they are.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from nomen.training.augmentation import perturbation
from nomen.training.augmentation.swapping import NameGroup, swap_names
from nomen.training.data.labels import LabelledSentence
from nomen.training.data.names import GENDERS, CountryNames, Gender, NameLists
from nomen.training.data.registry import Split, load_split, registry, split_path
from nomen.training.errors import CorpusError

Sentences = Sequence[LabelledSentence]
Change = Callable[[LabelledSentence], LabelledSentence]

TESTS = ("conll2003", "wnut17")
"""Corpora whose test sets may be looked at; those of the others are sealed."""

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
TEMPTING = Path(__file__).with_name("hard_negatives.txt")

_TYPO_RATES = (0.02, 0.05, 0.15)
_MERGE_RATE = 0.05
_MISREAD_RATE = 0.05


@dataclass(frozen=True, slots=True)
class Bed:
    """Sentences with the half of its set that each is from, the two folds of cross-fitting."""

    sentences: Sentences
    is_late: Sequence[bool]

    @classmethod
    def of_set(cls, sentences: Sentences) -> "Bed":
        """Make a bed of a whole set in its order, so that documents stay in one half."""
        half = len(sentences) / 2
        return cls(sentences, [i >= half for i in range(len(sentences))])

    @classmethod
    def joined(cls, beds: Iterable["Bed"]) -> "Bed":
        """Put beds one after another."""
        rows = [row for bed in beds for row in bed.rows()]
        return cls([sentence for sentence, _ in rows], [is_late for _, is_late in rows])

    def rows(self) -> Iterator[tuple[LabelledSentence, bool]]:
        """Give each sentence with its half."""
        return zip(self.sentences, self.is_late, strict=True)

    def with_sentences(self, sentences: Sentences) -> "Bed":
        """Put changed sentences, as many, in the place of these."""
        return Bed(sentences, self.is_late)

    def only(self, chosen: Sequence[int]) -> "Bed":
        """Give some of the sentences, by their places."""
        return Bed([self.sentences[i] for i in chosen], [self.is_late[i] for i in chosen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbed:
    """One way of changing sentences.

    Attributes:
        name: How tables call it.
        change: What it does to a sentence.
        is_partial: Tells that it leaves most sentences as they are; only changed ones are measured.
    """

    name: str
    change: Change
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapGroup:
    """The names of one country and gender with where they come from.

    `is_held_out` tells that all are of the test half of the lists, which augmentation never shows;
    where that half has too few names, both halves are drawn from.
    """

    region: str
    names: NameGroup
    is_held_out: bool

    @property
    def name(self) -> str:
        """How tables call it: `CN F`."""
        return f"{self.names.country} {self.names.gender}"


def visible_sets(folder: Path) -> tuple[dict[str, Bed], list[str]]:
    """Read every dev set and the open test sets; give the names of those not at hand beside them.

    Raises:
        CorpusError: When none is at hand, or one is not the registered file.
    """
    wanted: list[tuple[str, Split]] = [
        (name, "dev") for name, corpus in registry().items() if "dev" in corpus.sha256
    ]
    wanted += [(name, "test") for name in TESTS]
    found, missing = {}, []
    for name, split in wanted:
        if split_path(registry()[name], split, folder).exists():
            found[f"{name}/{split}"] = Bed.of_set(load_split(name, split, folder))
        else:
            missing.append(f"{name}/{split}")
    if not found:
        raise CorpusError(f"{folder}: expected at least one dev set; see `nomen-train corpora`")
    return found, missing


def perturbations(sentences: Sentences, *, seed: int) -> list[Perturbed]:
    """Give every way of changing sentences; second surnames are drawn from the sentences' own."""
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


def swap_groups(lists: NameLists) -> list[SwapGroup]:
    """Give a group for each country of `REGIONS` and gender of which there are enough names."""
    wanted = [
        (region, country, gender)
        for region, countries in REGIONS.items()
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


def bed_to_swap(visible: Mapping[str, Bed], *, seed: int) -> Bed:
    """Draw sentences with names, of `MOST_TOKENS` at most, from each of `SWAPPED` that is there.

    Together they have `NUM_SWAPPED_NAMES` or a few more, each set as many as the other.
    """
    sets = [visible[name] for name in SWAPPED if name in visible]
    return Bed.joined(_enough(bed, NUM_SWAPPED_NAMES / len(sets), seed=seed) for bed in sets)


def _enough(bed: Bed, num_names: float, *, seed: int) -> Bed:
    usable = (i for i, s in enumerate(bed.sentences) if len(s.tokens) <= MOST_TOKENS)
    order = [i for i in usable if bed.sentences[i].names]
    random.Random(seed).shuffle(order)  # noqa: S311  # no secret
    counts = accumulate(len(bed.sentences[i].names) for i in order)
    num_sentences = 1 + sum(1 for count in counts if count < num_names)
    return bed.only(sorted(order[:num_sentences]))


def swapped(bed: Bed, group: SwapGroup, *, seed: int) -> Bed:
    """Put a group's names into sentences."""
    generator = random.Random(f"{seed} {group.name}")  # noqa: S311  # no secret
    return bed.with_sentences([swap_names(s, group.names, generator) for s in bed.sentences])


def read_tempting(path: Path = TEMPTING) -> dict[str, list[str]]:
    """Read sentences without names, by the group whose `## ` line stands before them."""
    groups: dict[str, list[str]] = {}
    group = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            group = line.removeprefix("## ")
        elif line and not line.startswith("#"):
            groups.setdefault(group, []).append(line)
    return groups
