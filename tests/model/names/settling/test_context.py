from nomen.model.names.layout import Layout
from nomen.model.names.settling.context import Context
from nomen.model.text.breaks import Break
from tests.model.names.settling.marked import MarkedText


def test_a_text_has_the_breaks_of_its_lines_and_cells() -> None:
    context = MarkedText("Ada Quill\nBo\n\nCy\tDi").context

    assert [context.break_before(index) for index in range(6)] == [
        Break.BLANK_LINE,  # the text begins
        Break.NONE,
        Break.LINE,
        Break.BLANK_LINE,
        Break.CELL,
        Break.BLANK_LINE,  # and ends
    ]


def test_tokens_of_a_list_may_carry_marks() -> None:
    context = Context(["Ada", "\nBo", "\tCy"], None)

    assert context.tokens == ["Ada", "Bo", "Cy"]
    assert [context.break_before(index) for index in (1, 2)] == [Break.LINE, Break.CELL]


def test_character_references_are_what_they_stand_for() -> None:
    text = "&#65;&#100;&#97; &amp; &#x5f20;&#20255;, &#1; &none;"

    assert MarkedText(text).context.tokens[:5] == ["Ada", "&", "张", "伟", ","]
    assert Context(["&#65;da", "&#1;", "&"], None).tokens == ["Ada", "&#1;", "&"]


def test_a_layout_without_breaks_has_none_inside() -> None:
    layout = Layout.of_tokens(["Ada", "Quill"])

    assert Context(["Ada", "Quill"], layout).goes_on(1)


def test_neighbours_stand_in_the_same_line() -> None:
    context = MarkedText("Ada Quill\nBo").context

    assert [context.preceding(index) for index in range(3)] == ["", "Ada", ""]
    assert [context.following(index) for index in range(4)] == ["", "Quill", "", ""]


def test_only_tokens_of_a_text_touch() -> None:
    assert MarkedText("Quill,Ada").context.touches(1)
    assert not MarkedText("Quill, Ada").context.touches(2)
    assert not Context(["Quill", ","], None).touches(1)


def test_a_wrapped_line_ends_a_line_but_breaks_nothing() -> None:
    context = MarkedText("they met the keeper of the light, Ada\nQuill, and left it.").context

    assert context.ends_line(9)
    assert context.goes_on(9)


def test_initials_are_single_capitals() -> None:
    context = Context(["J", "J.", "j.", "Jo", "5"], None)

    assert [context.is_initial(index) for index in range(5)] == [True, True, False, False, False]
