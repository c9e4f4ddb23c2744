from nomen.training.data.labels import LabelledSentence
from nomen.training.reports.mistaken_names import MistakenNames, mistaken_names
from nomen.training.reports.mistakes_table import escaped, kinds_table, mistakes_lines
from tests.training.reports.made import MANY, nothing_found, predictions


def test_kinds_are_counted() -> None:
    mistakes = list(mistaken_names(nothing_found(MANY)))
    assert kinds_table(mistakes).rows == [("missed", "no part of the name is found", "60", "100")]


def test_each_mistake_stands_in_its_sentence() -> None:
    sentences = MANY[:2]
    found = list(mistaken_names(predictions(sentences, [((0, 1),), ()])))
    assert list(mistakes_lines(found)) == [
        "",
        "*Missed*",
        "",
        "- Harry Potter met **Hermione** in Oslo .",
        "- a spell by **ron weasley**",
        "",
        "*Too short*",
        "",
        "- **Harry Potter** met Hermione in Oslo . (is Harry Potter; found Harry)",
    ]


def test_what_happens_often_has_its_number() -> None:
    assert "- 20 times: a spell by **ron weasley**" in mistakes_lines(
        list(mistaken_names(nothing_found(MANY)))
    )


def test_a_text_is_shown_as_it_is() -> None:
    assert escaped("*a* <b> | _c_ \x1b[31m") == (
        "\\*a\\* \\<b\\> \\| \\_c\\_ \N{REPLACEMENT CHARACTER}\\[31m"
    )


def test_at_most_twenty_are_shown() -> None:
    sentences = [LabelledSentence((f"Ann{i}",), ((0, 1),)) for i in range(30)]
    found = [
        MistakenNames(kind="missed", expected=((0, 1),), found=(), sentence=sentence)
        for sentence in sentences
    ]
    assert sum(line.startswith("- ") for line in mistakes_lines(found)) == 20
