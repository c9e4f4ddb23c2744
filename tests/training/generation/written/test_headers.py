from nomen.training.generation.page import Page
from nomen.training.generation.writing import Cast
from nomen.training.generation.written.headers import write_headers
from tests.training.generation.made_world import made_world, names_of


def headers(seed: int) -> str:
    world = made_world(seed)
    return write_headers(Page(), world, Cast(world)).finish().text


def test_headers_are_lines_of_a_key_and_a_value() -> None:
    first_lines = [headers(seed).splitlines()[0] for seed in range(50)]
    assert all(":" in line for line in first_lines)


def test_headers_come_in_many_styles() -> None:
    texts = [headers(seed) for seed in range(200)]
    for sign in ("<", "[mailto:", '"', "; ", "/O=", " ("):
        assert any(sign in text for text in texts)


def test_a_surname_a_comma_and_a_forename_are_one_name() -> None:
    world = made_world(1)
    names = [
        name
        for _ in range(40)
        for name in names_of(write_headers(Page(), world, Cast(world)).finish())
    ]
    assert any(", " in name for name in names)
