import sys
from pathlib import Path
from typing import get_args

import pytest

from training.errors import TrainingError
from training.peers.selection import PeerName, check_installed, load_peer, train_peer
from training.peers.sentences import PeerSentences

PACKAGES = {"crf": "sklearn_crfsuite", "spacy": "spacy"}


@pytest.mark.parametrize("name", get_args(PeerName))
def test_a_peer_that_is_not_installed_is_told(
    name: PeerName, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, PACKAGES[name], None)
    nothing = PeerSentences(train=[], dev=[])
    with pytest.raises(TrainingError, match="expected the extra `bench`"):
        train_peer(name, nothing, tmp_path, max_steps=1, seed=1)
    with pytest.raises(TrainingError, match="expected the extra `bench`"):
        load_peer(name, tmp_path)


@pytest.mark.parametrize("name", get_args(PeerName))
def test_a_folder_without_a_peer_is_refused(name: PeerName, tmp_path: Path) -> None:
    pytest.importorskip(PACKAGES[name])
    check_installed(name)
    with pytest.raises(TrainingError, match=f"{tmp_path}/model.*: expected the folder"):
        load_peer(name, tmp_path)
