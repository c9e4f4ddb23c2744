from nomen.training.generation.writing import Cast
from nomen.training.generation.written.bodies import lines, paragraph, paragraphs, shuffled
from tests.training.generation.made_world import made_world


def test_two_frames_of_a_paragraph_never_run_into_each_other() -> None:
    for seed in range(100):
        world = made_world(seed)
        text = paragraph(world, Cast(world), 6, 6)
        for (_, end), (start, _) in zip(text.names, text.names[1:], strict=False):
            assert text.text[end:start].strip(" ")


def test_a_blank_line_parts_paragraphs() -> None:
    world = made_world()
    assert paragraphs(world, Cast(world), 3, 3).text.count("\n\n") == 2


def test_lines_are_as_many_as_asked_for() -> None:
    world = made_world()
    assert lines(world, Cast(world), "signed", 4).text.count("\n") == 3


def test_writer_and_reader_stay_who_they_are() -> None:
    cast = Cast(made_world())
    other = shuffled(cast.world, cast)
    assert (other[0], other[1]) == (cast[0], cast[1])
