from nomen.training.data.labels import LabelledSentence, spans
from nomen.training.evaluation.tokenization import measure_agreement


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
