import csv
import html
import io
import re

import pytest

from nomen.training.generation.structured.cells import named
from nomen.training.generation.structured.tables import GENRES, html_escape, quoted
from tests.training.generation.made_world import made_page, made_world, names_of

SEEDS = range(40)


@pytest.mark.parametrize("genre", sorted(GENRES.keys() - {"cells alone"}))
def test_tables_hold_names(genre: str) -> None:
    pages = [made_page(GENRES[genre], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 20
    assert len({page.text for page in pages}) == len(pages)


def test_fields_with_the_separator_are_quoted() -> None:
    texts = (made_page(GENRES["csv"], seed).text for seed in range(200))
    firsts = ((text, text.splitlines()[0]) for text in texts)
    with_commas = [text for text, line in firsts if line.count(",") > 2 and not {*";\t|"} & {*line}]

    assert with_commas
    for text in with_commas:
        assert len({len(row) for row in csv.reader(io.StringIO(text))}) == 1


def test_a_quoted_cell_keeps_its_name_and_doubles_its_quotes() -> None:
    cell = quoted(named('Ada "Ad" Brook'))

    assert cell.text == '"Ada ""Ad"" Brook"'
    assert names_of(cell) == ['Ada ""Ad"" Brook']


def test_columns_of_fixed_width_begin_at_one_place() -> None:
    page = made_page(GENRES["boxed table"], 5)

    assert len({len(line) for line in page.text.splitlines()}) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_no_name_holds_a_tag(seed: int) -> None:
    page = made_page(GENRES["html table"], seed)

    assert not [name for name in names_of(page) if re.search("[<>]", name)]


def test_names_are_written_with_references_that_mean_the_same() -> None:
    written = {html_escape(made_world(seed))("Núñez & O'Neil") for seed in SEEDS}

    assert {"Núñez &amp; O&#39;Neil", "N&#250;&#241;ez &amp; O&#39;Neil"} <= written
    assert {html.unescape(text).replace("\xa0", " ") for text in written} == {"Núñez & O'Neil"}


def test_cells_stand_alone_on_lines() -> None:
    pages = [made_page(GENRES["cells alone"], seed) for seed in SEEDS]

    assert any("\n" not in page.text for page in pages)
    assert any(page.names for page in pages)
    assert all(page.text.strip() for page in pages)
