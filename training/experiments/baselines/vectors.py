"""The word vectors of a recipe's pretrained encoder, for baselines that start from some."""

from dataclasses import dataclass
from pathlib import Path

from torch import Tensor

from nomen.model.network.vocabulary import NUM_RESERVED_FORMS, UNKNOWN_FORM
from nomen.training.pretraining.pretrained import Pretrained


@dataclass(frozen=True, slots=True, kw_only=True)
class WordVectors:
    """Word forms and their vectors.

    Attributes:
        forms: In lower case, digits as 0, the most frequent first.
        vectors: float32 (F, E), one for each form.
        unknown: float32 (E,), the vector of every other form.
    """

    forms: list[str]
    vectors: Tensor
    unknown: Tensor

    @classmethod
    def from_file(cls, path: Path) -> "WordVectors":
        """Read the word vectors of a pretrained file, or of the one in a run folder.

        Raises:
            TrainingError: When the file is missing or damaged.
        """
        pretrained = Pretrained.from_file(path)
        encoder = pretrained.language_model().word_encoder
        table = encoder.form_embedding.weight.detach()  # (F + reserved, E)
        return cls(
            forms=pretrained.facts.vocabulary.forms,
            vectors=table[NUM_RESERVED_FORMS:],  # (F, E)
            unknown=table[UNKNOWN_FORM],  # (E,)
        )

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return len(self.unknown)
