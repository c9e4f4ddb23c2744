"""The `NOMEN_*` variables of training, which the service ignores; it refuses unknown ones."""

CORPORA_VARIABLE = "NOMEN_CORPORA"
"""The folder of corpora."""
TEXTS_VARIABLE = "NOMEN_TEXTS"
"""The folder of raw texts."""
NAMES_VARIABLE = "NOMEN_NAMES"
"""The folder of lists of names."""
DOCUMENTS_VARIABLE = "NOMEN_DOCUMENTS"
"""The folder of labelled documents."""
LANGUAGES_VARIABLE = "NOMEN_LANGUAGES"
"""The folder of corpora, raw texts and names of other languages than English."""

TRAINING_VARIABLES = frozenset(
    {CORPORA_VARIABLE, TEXTS_VARIABLE, NAMES_VARIABLE, DOCUMENTS_VARIABLE, LANGUAGES_VARIABLE}
)
