"""The variables NOMEN_* that training reads; the service accepts them and refuses all others.

Tested in `tests/end_to_end/test_environment.py`.
"""

CORPORA_VARIABLE = "NOMEN_CORPORA"
"""The folder of corpora."""
TEXTS_VARIABLE = "NOMEN_TEXTS"
"""The folder of raw texts."""
NAMES_VARIABLE = "NOMEN_NAMES"
"""The folder of lists of names."""

TRAINING_VARIABLES = frozenset({CORPORA_VARIABLE, TEXTS_VARIABLE, NAMES_VARIABLE})
