from nomen.training.data.texts import LabelledText
from nomen.training.generation.page import Page, rewritten


def test_a_page_knows_where_its_names_stand() -> None:
    page = Page().write("From: ").name("Ada Brook").write("\nTo: ").name("Li Wei").finish()
    assert [page.text[start:end] for start, end in page.names] == ["Ada Brook", "Li Wei"]


def test_names_of_an_added_text_move_with_it() -> None:
    page = Page().write("> ").add(LabelledText("Hi Bo", ((3, 5),))).finish()
    assert page == LabelledText("> Hi Bo", ((5, 7),))


def test_a_rewritten_text_keeps_its_names() -> None:
    text = rewritten(LabelledText("Hi Bo, hi Cy", ((3, 5), (10, 12))), lambda piece: piece * 2)
    assert [text.text[start:end] for start, end in text.names] == ["BoBo", "CyCy"]
