import importlib.util

import pytest

from nomen.training.errors import TrainingError
from nomen.training.languages.peers import lingua_identify

IS_INSTALLED = importlib.util.find_spec("lingua") is not None


@pytest.mark.skipif(not IS_INSTALLED, reason="needs the extra `bench`")
@pytest.mark.slow
def test_lingua_tells_languages() -> None:
    found = lingua_identify()(["The windows were open all summer.", "12"])
    assert found[0][0] == "en"
    assert found[1] == ("und", 0.0)


@pytest.mark.skipif(IS_INSTALLED, reason="lingua is installed")
def test_a_missing_peer_is_told() -> None:
    with pytest.raises(TrainingError, match="expected the extra `bench`"):
        lingua_identify()
