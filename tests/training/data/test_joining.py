import pytest

from nomen.training.data.joining import join_tokens


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["Ann", "left", ",", "Bob", "stayed", "."], "Ann left, Bob stayed."),
        (["Ann", "'s", "cat", "is", "n't", "in"], "Ann's cat isn't in"),
        (["ANN", "\u2019S", "CAT"], "ANN\u2019S CAT"),
        (["(", "Ann", ")", "[", "Bob", "]"], "(Ann) [Bob]"),
        (['"', "Go", ",", '"', "said", "Ann"], '"Go," said Ann'),
        (["``", "Go", "''", "\u2018", "now", "\u2019"], "``Go'' \u2018now\u2019"),
        (["the", "boys", "'", "cat"], "the boys' cat"),
        (["'", "Go", "'", "she", "said"], "'Go' she said"),
        (["'", "Go", ",", "boys", "'", "she", "said"], "'Go, boys' she said"),
        (["$", "5", "or", "50", "%"], "$5 or 50%"),
        (["Lee", "/", "Kim"], "Lee/Kim"),
        (["Jean", "-", "Luc"], "Jean - Luc"),
        (list("\u5f20\u4f1f\u5728OK\u3002"), "\u5f20\u4f1f\u5728OK\u3002"),
        (["\u5f20", "\u4f1f", "met", "Lee", "\u3002"], "\u5f20\u4f1f met Lee\u3002"),
        (["\u0e01\u0e32", "\u0e02", "7"], "\u0e01\u0e32\u0e02 7"),
        (
            ["l'", "\u00e9t\u00e9", "d\u2019", "Anne", "qu'", "il"],
            "l'\u00e9t\u00e9 d\u2019Anne qu'il",
        ),
        (["D'", "Alema", "dell'", "anno"], "D'Alema dell'anno"),
        (["Ankara", "'da", "'", "evet", "'"], "Ankara'da 'evet'"),
        (["\u0930\u093e\u092e", "\u0964"], "\u0930\u093e\u092e\u0964"),
        ([], ""),
    ],
)
def test_tokens_are_joined_as_somebody_might_have_written_them(
    tokens: list[str], expected: str
) -> None:
    joined = join_tokens(tokens)

    assert joined.text == expected
    assert [joined.text[start:end] for start, end in joined.spans] == tokens


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (["Jean", "-", "Luc"], "Jean-Luc"),
        (["Hill", "\u2013", "Lewis"], "Hill\u2013Lewis"),
        (["Go", "!", "-", "Ann"], "Go! -Ann"),
        (["Ann", "-", "(", "b", ")"], "Ann- (b)"),
    ],
)
def test_hyphens_join_words_where_the_corpus_splits_at_them(
    tokens: list[str], expected: str
) -> None:
    assert join_tokens(tokens, join_hyphens=True).text == expected


def test_the_period_of_an_abbreviation_also_ends_the_sentence() -> None:
    joined = join_tokens(["Acme", "Inc.", "."])

    assert joined.text == "Acme Inc."
    assert joined.spans == [(0, 4), (5, 9), (9, 9)]


def test_breaks_are_written() -> None:
    joined = join_tokens(["Ann", "left", ".", "\nBob", ",", "\tKim", '\f"', "Go", '"'])

    assert joined.text == 'Ann left.\nBob,\tKim\n\n"Go"'
    assert joined.spans[3:6] == [(10, 13), (13, 14), (15, 18)]


def test_a_break_ends_open_quotes_and_abbreviations() -> None:
    assert join_tokens(['"', "Go", '\n"', "Inc.", "\n."]).text == '"Go\n"Inc.\n.'
