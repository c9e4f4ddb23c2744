from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import save_file

from nomen.model.bundle.bundle import CorpusFacts
from nomen.model.bundle.weights import SHAPE_VECTORS
from nomen.model.network.config import NetworkConfig
from nomen.model.network.vocabulary import NUM_SHAPES, SHAPES, Vocabulary
from nomen.training.errors import RecipeError, TrainingError
from nomen.training.pretraining.language_model import BidirectionalLM
from nomen.training.pretraining.pretrained import Pretrained, PretrainedFacts, write_pretrained


@pytest.fixture
def facts(tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary) -> PretrainedFacts:
    return PretrainedFacts(
        network=tiny_config,
        vocabulary=tiny_vocabulary,
        form_counts=[1] * len(tiny_vocabulary.forms),
        spellings={"harry": "Harry"},
        cutoffs=[5, 12],
        sources=[CorpusFacts(name="own", licence_class="own", licence="MIT", address="")],
        perplexities={"rightward": 2.0, "leftward": 3.0},
    )


@pytest.fixture
def model(tiny_config: NetworkConfig, tiny_vocabulary: Vocabulary) -> BidirectionalLM:
    return BidirectionalLM(
        tiny_config,
        num_forms=tiny_vocabulary.num_forms,
        num_characters=tiny_vocabulary.num_characters,
        cutoffs=[5, 12],
        dropout=0.0,
    )


def test_a_language_model_comes_back_in_half_precision(
    model: BidirectionalLM, facts: PretrainedFacts, tmp_path: Path
) -> None:
    path = tmp_path / "pretrained.safetensors"
    write_pretrained(path, model=model, facts=facts)
    found = Pretrained.from_file(path)
    assert found.facts == facts
    again = found.language_model().state_dict()
    for name, value in model.state_dict().items():
        torch.testing.assert_close(again[name], value, rtol=1e-3, atol=1e-4)


def test_the_same_weights_give_the_same_file(
    model: BidirectionalLM, facts: PretrainedFacts, tmp_path: Path
) -> None:
    for name in ("first", "again"):
        write_pretrained(tmp_path / name, model=model, facts=facts)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "again").read_bytes()


def test_what_is_no_pretrained_file_is_refused(tmp_path: Path, tiny_bundle: Path) -> None:
    (tmp_path / "text").write_text("no weights", encoding="utf-8")
    save_file({"a": torch.zeros(1)}, tmp_path / "other")
    save_file({"a": torch.zeros(1)}, tmp_path / "wrong", metadata={"pretrained": "{}"})
    for name in ("nowhere", "text", "other"):
        with pytest.raises(TrainingError, match=f"{name}: expected what `nomen-train pretrain`"):
            Pretrained.from_file(tmp_path / name)
    with pytest.raises(TrainingError, match="wrong: network: Field required"):
        Pretrained.from_file(tmp_path / "wrong")
    with pytest.raises(TrainingError, match="tiny: a bundle holds no language model"):
        Pretrained.from_file(tiny_bundle)


def test_weights_of_other_sizes_are_refused(
    model: BidirectionalLM, facts: PretrainedFacts, tmp_path: Path
) -> None:
    other = facts.model_copy(update={"network": NetworkConfig()})
    write_pretrained(tmp_path / "other", model=model, facts=other)
    with pytest.raises(TrainingError, match="expected the weights that its facts describe"):
        Pretrained.from_file(tmp_path / "other").language_model()


def test_weights_of_a_time_before_marks_get_a_vector_for_each(
    model: BidirectionalLM, facts: PretrainedFacts, tmp_path: Path
) -> None:
    write_pretrained(tmp_path / "new", model=model, facts=facts)
    with safe_open(tmp_path / "new", framework="pt") as opened:
        header, weights = opened.metadata(), {key: opened.get_tensor(key) for key in opened.keys()}  # noqa: SIM118  # no mapping
    plain = weights[SHAPE_VECTORS][: SHAPES.index("markup")].contiguous()
    save_file({**weights, SHAPE_VECTORS: plain}, tmp_path / "old", metadata=header)
    found = Pretrained.from_file(tmp_path / "old").weights[SHAPE_VECTORS]
    lower, other = SHAPES.index("lower"), SHAPES.index("other")
    assert len(found) == NUM_SHAPES
    assert torch.equal(found[len(SHAPES) + lower], found[lower])
    assert torch.equal(found[SHAPES.index("markup")], found[other])


def test_a_recipe_of_other_sizes_is_refused(facts: PretrainedFacts) -> None:
    pretrained = Pretrained(facts=facts, weights={})
    same_sizes = facts.network.model_copy(update={"dropout": 0.1, "head": "name"})
    pretrained.check(same_sizes)
    with pytest.raises(RecipeError, match=r"network.shape_dim: expected 3 as in .*, not 8"):
        pretrained.check(facts.network.model_copy(update={"shape_dim": 8}))
