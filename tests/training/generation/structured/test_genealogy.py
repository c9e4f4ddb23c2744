import re

from nomen.training.generation.structured.genealogy import GENRES
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(60)


def test_slashes_part_surnames_of_a_family_tree() -> None:
    for seed in SEEDS:
        page = made_page(GENRES["gedcom"], seed)
        surnames = re.findall(r"NAME .*?/(.+)/", page.text, re.MULTILINE)
        assert set(surnames) <= set(names_of(page))
        assert not any("/" in name for name in names_of(page))


def test_some_persons_of_a_tree_have_one_name_alone() -> None:
    text = "".join(made_page(GENRES["gedcom"], seed).text for seed in SEEDS)

    assert re.search(r"NAME /\S", text)
    assert re.search(r"NAME \w[^/]*//$", text, re.MULTILINE)


def test_tags_of_a_tree_are_no_names() -> None:
    for seed in SEEDS:
        names = names_of(made_page(GENRES["gedcom"], seed))
        assert not [name for name in names if re.search("NAME|SURN|SEX|OCCU|DATE", name)]
