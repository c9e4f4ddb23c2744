import numpy as np
import torch

from nomen.model.languages.letters import fold, read_codes
from nomen.model.languages.n_grams import find_rows, find_rows_of_many
from nomen.model.languages.network import Network
from nomen.training.languages.network import LanguageNetwork

ALLOWED = torch.tensor([[False, False, False], [True, True, True], [True, False, True]])
TEXTS = ["some text of letters", "another one with others", "many of them " * 8]


def network() -> LanguageNetwork:
    torch.manual_seed(4)
    return LanguageNetwork(dim=6, num_heads=3, allowed=ALLOWED)


def read(text: str, length: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    codes = fold(text.ljust(length))[None]
    rows, counts = find_rows_of_many(codes, np.array([len(text)]))
    return torch.from_numpy(rows.astype(np.int64)), torch.from_numpy(counts)


def logits(text: str, *, script: int = 1, others: int = 0) -> torch.Tensor:
    """Give the logits of a text, alone or beside a longer one."""
    rows, counts = read(text)
    if others:
        more, more_counts = read("z" * others)
        wide = torch.zeros(1, more.shape[1] - rows.shape[1], rows.shape[2], dtype=torch.int64)
        rows = torch.cat([torch.cat([rows, wide], 1), more])
        counts = torch.cat([counts, more_counts])
    found: torch.Tensor = network()(rows, counts, torch.full((len(rows),), script))
    return found[:1]


def test_there_is_a_logit_for_each_language() -> None:
    assert logits(TEXTS[0]).shape == (1, 3)


def test_padding_does_not_change_a_text() -> None:
    assert torch.allclose(logits(TEXTS[0]), logits(TEXTS[0], others=60), atol=1e-5)


def test_a_language_of_another_script_is_impossible() -> None:
    assert logits(TEXTS[0], script=2).softmax(1)[0, 1] == 0


def test_a_step_changes_every_parameter() -> None:
    trained = network()
    before = {name: value.clone() for name, value in trained.named_parameters()}
    optimiser = torch.optim.SGD(trained.parameters(), lr=0.1)
    found = trained(*read(TEXTS[0]), torch.tensor([1]))
    torch.nn.functional.cross_entropy(found, torch.tensor([1])).backward()  # type: ignore[no-untyped-call]  # as torch types it
    optimiser.step()
    for name, value in trained.named_parameters():
        assert not torch.equal(value, before[name]), name


def test_numpy_gives_the_same_states() -> None:
    trained = network()
    served = Network(
        vectors=trained.vectors.detach().numpy(),
        bias=trained.bias.detach().numpy(),
        forget=(trained.forget.weight.detach().numpy(), trained.forget.bias.detach().numpy()),
        admit=(trained.input.weight.detach().numpy(), trained.input.bias.detach().numpy()),
    )
    for text in TEXTS:
        weights = served.output(trained.output.weight.detach().numpy())
        found = torch.from_numpy(served.states(find_rows(read_codes(text))) @ weights)
        assert torch.allclose(found + trained.output.bias, logits(text)[0], atol=0.01)
