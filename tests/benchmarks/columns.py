"""Judges the columns of an invented table, cells alone and together: `python -m …columns`."""

from collections.abc import Callable, Iterator
from itertools import cycle, islice

from faker import Faker

from nomen.model.tagger import Tagger, load_tagger
from nomen.service.files.columns import judge_columns
from nomen.service.files.sampling import Sample

LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "en_IN", "it_IT", "pl_PL")
NUM_ROWS = 1000
COLUMNS: dict[str, Callable[[Faker], str]] = {
    "Surname": lambda faker: str(faker.last_name()),
    "SURNAME": lambda faker: str(faker.last_name()).upper(),
    "Forename": lambda faker: str(faker.first_name()),
    "Whole Name": lambda faker: str(faker.name()),
    "WHOLE NAME": lambda faker: str(faker.name()).upper(),
    "whole name": lambda faker: str(faker.name()).lower(),
    "Surname, Forename": lambda faker: f"{faker.last_name()}, {faker.first_name()}",
    "SURNAME, FORENAME": lambda faker: f"{faker.last_name()}, {faker.first_name()}".upper(),
    "note with a name": lambda faker: f"Called {faker.name()} about the {faker.word()}.",
    "street": lambda faker: str(faker.street_address()),
    "company": lambda faker: str(faker.company()),
    "city": lambda faker: str(faker.city()),
    "country": lambda faker: str(faker.country()),
    "job": lambda faker: str(faker.job()),
    "colour": lambda faker: str(faker.color_name()),
    "address of mail": lambda faker: str(faker.email()),
    "sentence": lambda faker: str(faker.sentence()),
}


def main() -> None:
    """Print the share of cells with a name of each column."""
    tagger = load_tagger()
    print("| column | cells alone | as `nomen columns` |\n| --- | --- | --- |")
    for name, cells in _invent():
        sample = Sample(num_rows=NUM_ROWS, num_drawn=NUM_ROWS, cells={name: [*cells]}, others=[])
        threshold = tagger.bundle.manifest.default_threshold
        (column,) = judge_columns(
            tagger, sample, thresholds=[threshold], with_examples=False
        ).columns
        print(f"| {name} | {_share_alone(tagger, cells):.2f} | {column.share:.2f} |", flush=True)


def _invent() -> Iterator[tuple[str, list[str]]]:
    fakers = [Faker(locale) for locale in LOCALES]
    for number, faker in enumerate(fakers):
        faker.seed_instance(number)
    for name, invent in COLUMNS.items():
        yield name, [invent(faker) for faker in islice(cycle(fakers), NUM_ROWS)]


def _share_alone(tagger: Tagger, cells: list[str]) -> float:
    return sum(bool(tagged.names) for tagged in tagger.tag(cells)) / len(cells)


if __name__ == "__main__":
    main()
