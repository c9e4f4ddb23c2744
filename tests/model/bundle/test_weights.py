import numpy as np
import pytest
from safetensors.numpy import load_file

from nomen.model.bundle.bundle import Bundle
from nomen.model.bundle.weights import FORM_SCALES, FORMS, read_parameters, round_parameters

ROWS = np.array([[0.0, 0.0], [-1.27, 0.004], [3e-9, 1e-9]], dtype=np.float32)


def test_each_form_has_the_scale_of_its_largest_value() -> None:
    tensors = round_parameters({FORMS: ROWS})
    assert tensors[FORMS].tolist() == [[0, 0], [-127, 0], [127, 42]]
    np.testing.assert_allclose(tensors[FORM_SCALES][:, 0], [0, 0.01, 3e-9 / 127], rtol=1e-6)


def test_other_parameters_are_rounded_to_half_precision() -> None:
    tensors = round_parameters({FORMS: ROWS, "head.bias": np.array([1 + 2**-12], np.float32)})
    assert tensors["head.bias"].dtype == np.float16
    assert tensors["head.bias"].tolist() == [1.0]


def test_rounding_is_within_half_a_step_and_done_once() -> None:
    forms = np.random.default_rng(0).normal(size=(50, 8)).astype(np.float32)
    tensors = round_parameters({FORMS: forms, "head.bias": forms[0]})
    again = round_parameters(read_parameters(tensors))
    assert (np.abs(read_parameters(tensors)[FORMS] - forms) <= 0.5001 * tensors[FORM_SCALES]).all()
    np.testing.assert_array_equal(again[FORMS], tensors[FORMS])
    np.testing.assert_array_equal(again["head.bias"], tensors["head.bias"])


@pytest.mark.parametrize(
    ("name", "number"), [(FORMS, "int8"), (FORM_SCALES, "float32"), ("head.weight", "float16")]
)
def test_a_bundle_stores_each_tensor_in_its_numbers(bundle: Bundle, name: str, number: str) -> None:
    assert load_file(bundle.path / "weights.safetensors")[name].dtype == number
