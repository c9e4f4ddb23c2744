from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page
from nomen.training.generation.writing import Cast
from nomen.training.generation.written.speakers import drawn_label
from tests.training.generation.made_world import made_world, names_of


def labels(seed: int, number: int) -> LabelledText:
    world = made_world(seed)
    page = Page()
    write_label = drawn_label(world, Cast(world))
    for _ in range(2):
        write_label(page, number)
    return page.finish()


def test_a_speaker_is_called_the_same_all_over_a_page() -> None:
    for seed in range(50):
        assert len(set(names_of(labels(seed, 0)))) <= 1


def test_most_speakers_are_names_and_some_are_handles() -> None:
    named = [bool(labels(seed, 0).names) for seed in range(100)]
    assert 80 <= sum(named) < 100


def test_a_role_is_no_name() -> None:
    assert not any(labels(seed, -3).names for seed in range(30))
