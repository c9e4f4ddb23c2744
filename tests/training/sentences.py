"""The few labelled sentences that tests of training share."""

from nomen.training.data.labels import LabelledSentence
from tests.conftest import TOKENS

_NAMES = [((0, 2), (3, 4)), ((3, 5),), ()]

SENTENCES = [LabelledSentence(tokens, names) for tokens, names in zip(TOKENS, _NAMES, strict=True)]
