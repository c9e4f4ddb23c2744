from nomen.training.data.texts import LabelledText
from nomen.training.generation.structured.markup import GENRES, with_names_changed
from tests.training.generation.made_world import made_page, names_of

SEEDS = range(60)


def test_pieces_of_markup_are_many() -> None:
    pages = [made_page(GENRES["markup"], seed) for seed in SEEDS]

    assert sum(bool(page.names) for page in pages) > 40
    assert len({page.text for page in pages}) == len(pages)


def test_no_name_holds_a_tag_or_a_link() -> None:
    names = [name for seed in SEEDS for name in names_of(made_page(GENRES["markup"], seed))]

    assert not [name for name in names if "<" in name or "[" in name or "*" in name]


def test_names_alone_are_changed() -> None:
    text = with_names_changed(LabelledText("<b>Bo</b> Bo", ((3, 5),)), str.upper)

    assert text == LabelledText("<b>BO</b> Bo", ((3, 5),))
