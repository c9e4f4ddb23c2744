import pytest

from nomen.training.generation.structured.cells import (
    inverted_or_whole,
    named,
    plain,
    short_names,
    whole_names,
)
from tests.training.generation.made_world import made_world, names_of

SEEDS = range(120)


def test_a_plain_cell_has_no_name_and_a_named_one_is_a_name() -> None:
    assert plain("Acme").names == ()
    assert names_of(named("Ada Brook")) == ["Ada Brook"]


@pytest.mark.parametrize("kind", [whole_names, inverted_or_whole, short_names])
def test_the_cells_of_a_field_are_written_in_one_way(kind: type) -> None:
    for seed in SEEDS:
        world = made_world(seed)
        write, person = kind(world), world.person()
        written = {write(person).text for _ in range(30)}
        alone = {text for text in written if text in {person.whole, person.forename}}
        assert len(alone) <= 1


def test_cells_hold_names_alone_with_titles_and_with_others() -> None:
    cells = [whole_names(world)(world.person()) for world in map(made_world, SEEDS)]

    assert any(cell.names == ((0, len(cell.text)),) for cell in cells)
    assert any(cell.names and cell.names[0][0] > 0 for cell in cells)
    assert any(cell.names and cell.names[-1][1] < len(cell.text) for cell in cells)
    assert any(len(cell.names) > 1 for cell in cells)
    assert any(not cell.names for cell in cells)


def test_a_surname_first_is_one_name() -> None:
    cells = [inverted_or_whole(world)(world.person()) for world in map(made_world, SEEDS)]
    inverted = [cell for cell in cells if ", " in cell.text]

    assert inverted
    assert all(cell.names == ((0, len(cell.text)),) for cell in inverted)
