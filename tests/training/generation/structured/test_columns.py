import pytest

from nomen.training.generation.structured.columns import (
    draw_cell,
    draw_columns,
    draw_rows,
    key_style,
    label_style,
    nameless_columns,
    row_of,
)
from tests.training.generation.made_world import made_world

SEEDS = range(80)


def test_most_rows_hold_a_name() -> None:
    found = []
    for world in map(made_world, SEEDS):
        columns = draw_columns(world, label_style(world), fewest=0, most=4)
        found.append(any(cell.names for cell in row_of(columns, world.person())))

    assert sum(found) > 0.8 * len(found)


def test_columns_without_names_hold_none() -> None:
    for world in map(made_world, SEEDS):
        columns = nameless_columns(world, label_style(world), fewest=3, most=6)
        assert 3 <= len(columns) <= 6
        assert not any(cell.names for cell in row_of(columns, world.person()))


def test_every_row_has_a_cell_for_each_column() -> None:
    world = made_world(3)
    columns = draw_columns(world, label_style(world), fewest=2, most=5)
    rows = draw_rows(columns, world, fewest=2, most=4)

    assert 2 <= len(rows) <= 4
    assert {len(row) for row in rows} == {len(columns)}


@pytest.mark.parametrize(
    ("label", "styles"),
    [
        (
            "given name",
            {"given_name", "givenName", "GivenName", "given-name", "GIVEN_NAME"},
        ),
        ("M/F", {"m_f", "mF", "MF", "m-f", "M_F"}),
    ],
)
def test_labels_are_written_as_keys_in_many_styles(label: str, styles: set[str]) -> None:
    assert {key_style(made_world(seed))(label) for seed in SEEDS} == styles


def test_labels_are_written_as_headings_in_many_styles() -> None:
    assert {label_style(made_world(seed))("given name") for seed in SEEDS} == {
        "Given name",
        "Given Name",
        "GIVEN NAME",
        "given name",
    }


def test_cells_drawn_one_by_one_hold_a_name_now_and_then() -> None:
    found = [bool(draw_cell(made_world(seed)).names) for seed in range(300)]

    assert 50 < sum(found) < 150
