import copy
import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import label_marginals
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.fitting.batches import IGNORED_LABEL, collate
from nomen.training.fitting.loss import allowed_log_share, sequence_loss, token_loss
from tests.training.sentences import SENTENCES

HEADS = ("name", "bio", "bioes")
BIO, BIOES = ("O", "B", "I"), ("O", "B", "I", "E", "S")
LENGTHS = torch.tensor([4, 1, 3])
PADDED = torch.arange(4) >= LENGTHS[:, None]
IDS = {
    BIO: torch.tensor([[0, 1, 2, 2], [1, 0, 0, 0], [1, 1, 0, 0]]),
    BIOES: torch.tensor([[1, 2, 3, 4], [0, 0, 0, 0], [4, 1, 3, 0]]),
}


@pytest.mark.parametrize(("mean_over", "divisor"), [("sentences", 2), ("tokens", 3)])
def test_the_loss_is_summed_over_steps_and_averaged_over_the_batch(
    mean_over: str, divisor: int
) -> None:
    labels = torch.tensor([[0, 1], [0, IGNORED_LABEL]])
    loss = sequence_loss(torch.zeros(2, 2, 3), labels, scheme=BIO, mean_over=mean_over)
    num_allowed = 5 * 2  # OO OB BO BB BI, and O B
    assert loss.item() == pytest.approx(math.log(num_allowed) / divisor)


def test_the_loss_of_a_name_head_is_binary() -> None:
    labels = torch.tensor([[1, 0, IGNORED_LABEL]])
    loss = sequence_loss(torch.zeros(1, 3, 1), labels, scheme=["name"], mean_over="tokens")
    assert loss.item() == pytest.approx(math.log(2))


@pytest.mark.parametrize("scheme", [BIO, BIOES])
@given(seed=st.integers(0, 10_000))
def test_the_gradient_is_the_marginals_that_are_served_less_the_truth(
    scheme: tuple[str, ...], seed: int
) -> None:
    torch.manual_seed(seed)
    logits = torch.randn(3, 4, len(scheme)).mul(3).requires_grad_()
    labels = IDS[scheme].masked_fill(PADDED, IGNORED_LABEL)
    loss = sequence_loss(logits, labels, scheme=scheme, mean_over="sentences")
    loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
    served = label_marginals(logits.detach().softmax(-1).numpy(), LENGTHS.numpy(), scheme)
    truth = torch.nn.functional.one_hot(IDS[scheme], len(scheme)) * ~PADDED[..., None]
    torch.testing.assert_close(
        logits.grad, (torch.from_numpy(served) - truth) / 3, atol=1e-6, rtol=0
    )


@pytest.mark.parametrize("scheme", [BIO, BIOES])
def test_impossible_certainty_still_has_a_gradient(scheme: tuple[str, ...]) -> None:
    logits = torch.zeros(1, 2, len(scheme))
    logits[..., 2] = 200.0  # I after nothing
    logits.requires_grad_()
    labels = torch.zeros(1, 2, dtype=torch.int64)
    loss = sequence_loss(logits, labels, scheme=scheme, mean_over="tokens")
    loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()


def test_padding_has_no_loss() -> None:
    labels = torch.tensor([[0, IGNORED_LABEL]])
    logits = torch.zeros(1, 2, 5)
    alone = sequence_loss(logits[:, :1], labels[:, :1], scheme=BIOES, mean_over="tokens")
    logits[0, 1] = math.inf
    logits.requires_grad_()
    loss = sequence_loss(logits, labels, scheme=BIOES, mean_over="tokens")
    loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
    assert loss.item() == pytest.approx(alone.item())
    assert logits.grad is not None
    assert torch.isfinite(logits.grad).all()


def test_without_names_all_is_allowed() -> None:
    logits = torch.full((2, 7, 5), -60.0)
    logits[..., 0] = 60.0
    share = allowed_log_share(logits, torch.ones(2, 7, dtype=torch.bool), BIOES)
    assert share.tolist() == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize(("num_labels", "certain"), [(1, [0.0, 1.0]), (3, [0, 1])])
def test_certain_soft_labels_are_gold_labels(num_labels: int, certain: list[float]) -> None:
    torch.manual_seed(0)
    logits = torch.randn(1, 3, num_labels)
    labels = torch.tensor([[0, 1, IGNORED_LABEL]])
    soft_labels = torch.zeros(1, 3, num_labels)
    for t, value in enumerate(certain):
        soft_labels[0, t, int(value) if num_labels > 1 else 0] = 1.0 if num_labels > 1 else value
    scheme = BIO if num_labels > 1 else ("name",)
    by_label = sequence_loss(logits, labels, scheme=scheme, mean_over="tokens")
    by_soft_label = sequence_loss(logits, labels, soft_labels, scheme=scheme, mean_over="tokens")
    assert by_soft_label == pytest.approx(by_label)


def test_the_loss_against_soft_labels_is_their_cross_entropy() -> None:
    logits = torch.tensor([[[0.0, math.log(3)]]])  # probabilities 1/4, 3/4
    soft_labels = torch.tensor([[[0.5, 0.5]]])
    loss = token_loss(logits, torch.tensor([[0]]), soft_labels)
    assert loss.item() == pytest.approx(0.5 * math.log(4) + 0.5 * math.log(4 / 3))


@pytest.mark.parametrize("head", HEADS)
def test_a_step_changes_every_parameter(
    head: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    torch.manual_seed(0)
    config = tiny_config.model_copy(update={"head": head, "dense_sizes": (6,), "dropout": 0.0})
    network = DeepBiLSTM.build(config, tiny_vocabulary)
    before = copy.deepcopy(network.state_dict())
    batch = collate(SENTENCES, Encoder(tiny_vocabulary, max_characters=24), config.labels)
    scheme = config.labels
    loss = sequence_loss(network(batch.inputs), batch.labels, scheme=scheme, mean_over="tokens")
    loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
    torch.optim.SGD(network.parameters(), lr=1.0).step()
    same = [n for n, weight in network.state_dict().items() if torch.equal(weight, before[n])]
    assert same == []


@pytest.mark.parametrize("head", HEADS)
def test_it_overfits_two_sentences(
    head: str, tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    torch.manual_seed(0)
    config = tiny_config.model_copy(update={"head": head, "dropout": 0.0})
    network = DeepBiLSTM.build(config, tiny_vocabulary)
    batch = collate(SENTENCES[:2], Encoder(tiny_vocabulary, max_characters=24), config.labels)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.03)
    for _ in range(60):
        optimiser.zero_grad()
        logits = network(batch.inputs)
        loss = sequence_loss(logits, batch.labels, scheme=config.labels, mean_over="tokens")
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own gap
        optimiser.step()
    assert float(loss.detach()) < 0.01
