import inspect

import pytest

from nomen.model.errors import NomenError
from nomen.training import errors

CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_of_training_has_one_root(kind: type[Exception]) -> None:
    assert issubclass(kind, NomenError)


def test_a_training_that_learned_nothing_is_a_training_that_failed() -> None:
    assert issubclass(errors.NothingLearnedError, errors.TrainingError)
