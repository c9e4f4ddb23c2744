import math

import pytest
import torch

from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.pretraining.pretrained import Pretrained, PretrainedFacts
from nomen.training.pretraining.sampling import sample_sentences, score_sentences


def pretrained(config: NetworkConfig, vocabulary: Vocabulary, *, end: float = 0.0) -> Pretrained:
    """Give a language model of random weights that is fond of ends, or not."""
    torch.manual_seed(0)
    model = BidirectionalLM(
        config,
        num_forms=vocabulary.num_forms,
        num_characters=vocabulary.num_characters,
        cutoffs=[5, 12],
        dropout=0.0,
    )
    model.softmax.head.bias.data[0] = end
    model.softmax.head.bias.data[1] = 9.0  # the unknown form
    state = model.state_dict()
    kept = {f"language_model.{k}": v for k, v in state.items() if k[:5] in {"start", "softm"}}
    facts = PretrainedFacts(
        network=config,
        vocabulary=vocabulary,
        form_counts=[1] * len(vocabulary.forms),
        spellings={form: form.title() for form in ("harry", "potter", "oslo")},
        cutoffs=[5, 12],
        sources=[],
        perplexities={},
    )
    return Pretrained(facts=facts, weights=model.network_state() | kept)


def test_sentences_are_of_known_forms_as_they_are_mostly_written(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    sentences = sample_sentences(pretrained(tiny_config, tiny_vocabulary, end=4.0), number=20)
    assert len(sentences) == 20
    assert all(1 <= len(sentence) <= 60 for sentence in sentences)
    tokens = {token for sentence in sentences for token in sentence}
    assert {token.lower() for token in tokens} <= set(tiny_vocabulary.forms)
    assert {token for token in tokens if token.lower() == "oslo"} <= {"Oslo"}
    assert all(not sentence[0][0].islower() for sentence in sentences)


def test_a_sentence_that_never_ends_is_cut(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    endless = pretrained(tiny_config, tiny_vocabulary, end=-99.0)
    assert [len(sentence) for sentence in sample_sentences(endless, number=2)] == [60, 60]


def test_the_same_seed_draws_the_same_sentences(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = pretrained(tiny_config, tiny_vocabulary, end=4.0)
    first, again, other = (sample_sentences(found, number=3, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_low_temperature_draws_the_likeliest_form(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = pretrained(tiny_config, tiny_vocabulary)
    firsts = {s[0] for s in sample_sentences(found, number=9, temperature=1e-3)}
    assert len(firsts) == 1


def test_scores_are_those_of_one_sentence_at_a_time(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = pretrained(tiny_config, tiny_vocabulary)
    sentences = [["Harry", "met", "nobody"], ["xyzzy"]]
    first, second = score_sentences(found, sentences)
    assert (len(first.rightward), len(first.leftward)) == (4, 4)
    assert second.tokens == ["xyzzy"]
    (alone,) = score_sentences(found, sentences[:1])
    assert alone.rightward == pytest.approx(first.rightward)
    assert all(log_p < 0 for log_p in [*first.rightward, *first.leftward])


def test_perplexity_is_the_inverse_geometric_mean(
    tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    found = pretrained(tiny_config, tiny_vocabulary)
    (scored,) = score_sentences(found, [["Harry", "met"]])
    expected = math.prod(math.exp(log_p) for log_p in scored.leftward) ** (-1 / 3)
    assert scored.perplexity(is_leftward=True) == pytest.approx(expected)
    assert scored.perplexity(is_leftward=False) != pytest.approx(expected)
