"""The errors of training; every message is one line that says what was expected and where."""

from nomen.model.errors import NomenError


class CorpusError(NomenError):
    """A corpus is missing or malformed; names the file and the line."""


class RecipeError(NomenError):
    """A recipe is missing or wrong; names the file and the field."""


class TrainingError(NomenError):
    """A training cannot go on; says why and at which step."""


class ProcessLostError(TrainingError):
    """Another process of a training ended or cannot be reached; the training can be resumed."""


class NothingLearnedError(TrainingError):
    """A training ended with a network that finds no name, or no more than before; says which."""
