import pytest
from pydantic import ValidationError

from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import NUM_SHAPES, Vocabulary


@pytest.mark.parametrize(
    "config",
    [
        NetworkConfig(cell="rnn", bidirectional=False, num_layers=1, hidden_size=7, head="name"),
        NetworkConfig(cell="gru", num_layers=3, hidden_size=5, dense_sizes=(9, 4), head="bio"),
        NetworkConfig(cell="lstm", num_layers=4, hidden_size=6, character_widths=(3,)),
    ],
)
def test_the_expected_shapes_are_those_of_the_network(
    config: NetworkConfig, tiny_vocabulary: Vocabulary
) -> None:
    expected = config.parameter_shapes(
        num_forms=tiny_vocabulary.num_forms,
        num_characters=tiny_vocabulary.num_characters,
        num_shapes=NUM_SHAPES,
    )
    state = DeepBiLSTM.build(config, tiny_vocabulary).state_dict()
    assert expected == {name: tuple(weight.shape) for name, weight in state.items()}


@pytest.mark.parametrize(
    ("field", "value"),
    [("num_layers", 5), ("num_layers", 0), ("dropout", 1.0), ("cell", "qrnn"), ("head", "crf")],
)
def test_a_size_out_of_range_is_refused_by_its_name(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        NetworkConfig.model_validate({field: value})


def test_an_unknown_size_is_refused() -> None:
    with pytest.raises(ValidationError, match="n_hid"):
        NetworkConfig.model_validate({"n_hid": 3})
