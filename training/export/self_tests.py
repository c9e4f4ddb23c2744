"""The self-tests of a bundle: sentences with the probabilities that its fp32 engine must give."""

import torch

from nomen.model.bundle.bundle import SelfTest
from nomen.model.network.deep_bilstm import BatchTensors, DeepBiLSTM, label_probabilities
from nomen.model.network.encoding import Encoder
from nomen.model.network.label_sequences import name_probabilities
from nomen.model.network.vocabulary import Vocabulary

SENTENCES = (
    "Harry Potter and Hermione Granger invented a new spell .",
    "the letter from maria santos reached the office in may",
    "NGUYEN VAN ANH MEETS DR. O'NEILL",
    "@sam lol did Priya and tomasz see it ?",
)


@torch.inference_mode()
def make_self_tests(network: DeepBiLSTM, vocabulary: Vocabulary) -> list[SelfTest]:
    """Run a network, in evaluation mode and with rounded weights, on each sentence alone."""
    encoder = Encoder(vocabulary, max_characters=network.config.max_characters)
    tests = []
    for sentence in SENTENCES:
        tokens = sentence.split()
        batch = encoder.encode([tokens])
        probabilities = label_probabilities(network(BatchTensors.from_encoded(batch))).numpy()
        name, _ = name_probabilities(probabilities, batch.lengths, network.config.labels)  # (1, T)
        expected = [round(float(p), 6) for p in name[0]]
        tests.append(SelfTest(tokens=tokens, name_probabilities=expected))
    return tests
