import pytest

from nomen.training.data.labels import LabelledSentence, spans
from nomen.training.evaluation.tokenization import join_tokens, measure_agreement


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


def labelled(tokens: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(tokens.split()), tuple(spans(labels)))


def test_agreement_counts_tokens_tokens_in_names_and_names() -> None:
    sentences = [labelled("Mr. Jean - Luc Lee met Kim today .", "OBIIIOBOO"), labelled("Ann", "B")]

    agreement = measure_agreement(sentences, join_hyphens=True)

    assert (agreement.num_tokens, agreement.num_tokens_found) == (10, 7)
    assert (agreement.num_name_tokens, agreement.num_name_tokens_found) == (6, 3)
    assert (agreement.num_names, agreement.num_names_bounded) == (3, 3)


def test_rates_are_shares_of_what_the_corpus_has() -> None:
    sentences = [labelled("3 - Ann won", "OOBO"), labelled("Bob", "B")]

    agreement = measure_agreement(sentences, join_hyphens=True)

    assert agreement.token_rate == 2 / 5
    assert agreement.name_token_rate == 1 / 2
    assert agreement.name_boundary_rate == 1 / 2


def test_names_side_by_side_are_two() -> None:
    agreement = measure_agreement([labelled("Ann Bob", "BB")])

    assert (agreement.num_names, agreement.num_names_bounded) == (2, 2)


def test_a_full_stop_that_is_not_written_is_not_counted() -> None:
    agreement = measure_agreement(
        [labelled("Acme Inc. .", "OOO"), labelled("met Acme Inc. .", "OBII")]
    )

    assert agreement.num_tokens == 5
    assert agreement.token_rate == 1.0
    assert (agreement.num_names, agreement.num_names_bounded) == (1, 1)


def test_an_empty_corpus_agrees() -> None:
    agreement = measure_agreement([])

    assert agreement.token_rate == agreement.name_token_rate == agreement.name_boundary_rate == 1.0
