import random

from nomen.training.generation.page import Page
from nomen.training.generation.titles import DEGREES, TITLES, write_titled, write_with_degree
from tests.training.generation.made_world import names_of


def test_a_title_stands_before_a_name_and_outside() -> None:
    page = Page()
    write_titled(page, "Ada Brook", random.Random(0))
    text = page.finish()
    assert names_of(text) == ["Ada Brook"]
    assert text.text.removesuffix(" Ada Brook") in TITLES


def test_a_title_is_in_capitals_where_the_name_is() -> None:
    page = Page()
    write_titled(page, "ADA BROOK", random.Random(0))
    assert page.finish().text.isupper()


def test_a_degree_stands_after_a_name_and_outside() -> None:
    page = Page()
    write_with_degree(page, "Ada Brook", random.Random(0))
    text = page.finish()
    assert names_of(text) == ["Ada Brook"]
    assert text.text.removeprefix("Ada Brook").lstrip(" ,-") in DEGREES


def test_a_share_of_none_writes_the_name_alone() -> None:
    page = Page()
    write_titled(page, "Ada", random.Random(0), share=0)
    write_with_degree(page, "Bo", random.Random(0), share=0)
    assert page.finish().text == "AdaBo"
