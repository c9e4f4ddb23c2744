import numpy as np
import torch

from nomen.model.languages.letters import fold, read_codes
from nomen.model.languages.n_grams import find_rows, find_rows_of_many
from nomen.model.languages.network import Network
from nomen.training.languages.network import LanguageNetwork

ALLOWED = torch.tensor([[False, False, False], [True, True, True], [True, False, True]])
TEXTS = ["some text of letters", "another one with others"]


def network() -> LanguageNetwork:
    torch.manual_seed(4)
    return LanguageNetwork(dim=6, num_heads=3, allowed=ALLOWED)


def read(text: str, length: int = 0) -> torch.Tensor:
    codes = np.full(max(length, len(text)), 1, dtype=np.uint32)
    codes[: len(text)] = fold(text)
    return torch.from_numpy(find_rows_of_many(codes[None]).astype(np.int64))


def logits(text: str, *, script: int = 1, length: int = 0) -> torch.Tensor:
    places = torch.tensor([len(text) + 1])
    found: torch.Tensor = network()(read(text, length), places, torch.tensor([script]))
    return found


def test_there_is_a_logit_for_each_language() -> None:
    assert logits(TEXTS[0]).shape == (1, 3)


def test_padding_does_not_change_a_text() -> None:
    assert torch.allclose(logits(TEXTS[0]), logits(TEXTS[0], length=60), atol=1e-5)


def test_a_language_of_another_script_is_impossible() -> None:
    assert logits(TEXTS[0], script=2).softmax(1)[0, 1] == 0


def test_a_step_changes_every_parameter() -> None:
    trained = network()
    before = {name: value.clone() for name, value in trained.named_parameters()}
    optimiser = torch.optim.SGD(trained.parameters(), lr=0.1)
    found = trained(read(TEXTS[0]), torch.tensor([21]), torch.tensor([1]))
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
        states = torch.from_numpy(served.states(find_rows(read_codes(text))))
        assert torch.allclose(trained.output(states), logits(text)[0], atol=0.01)
