"""What the baselines that need word vectors learn from in tests."""

from pathlib import Path

import torch

from nomen.training.data.readers import read_sentences
from nomen.training.experiments.baselines.vectors import WordVectors

SENTENCES = read_sentences(Path("tests/data/train.conll"))[:12]
FORMS = sorted({token.lower() for sentence in SENTENCES for token in sentence.tokens})
VECTORS = WordVectors(
    forms=FORMS,
    vectors=torch.randn(len(FORMS), 8, generator=torch.Generator().manual_seed(1)),
    unknown=torch.ones(8),
)
