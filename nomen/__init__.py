"""Nomen tags person names in text.

`load_tagger` opens a bundle and gives a `Tagger`. `Tagger.tag` gives a `TaggedDocument` for each
text or token list, with its names as `Name`. `Tagger.redact` gives a `RedactedDocument` for each
text, a `Redactor` does the same with names that are at hand, and `restore` puts them back. Every
error that Nomen raises on purpose is a `NomenError`.

Importing this package loads neither torch nor a web framework.
"""

from nomen.model.documents import Name, TaggedDocument
from nomen.model.errors import (
    BundleError,
    DeviceError,
    DocumentError,
    NomenError,
    OperatorError,
    RestoreError,
    RulesError,
    ThresholdError,
)
from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import Hash, Mask, Number, Remove, Replace, Surrogate
from nomen.model.redaction.redaction import RedactedDocument, RedactedName, Redactor
from nomen.model.redaction.restoring import restore
from nomen.model.tagger import Tagger, load_tagger

__all__ = [
    "BundleError",
    "DeviceError",
    "DocumentError",
    "Hash",
    "Mask",
    "Name",
    "NameRules",
    "NomenError",
    "Number",
    "OperatorError",
    "RedactedDocument",
    "RedactedName",
    "Redactor",
    "Remove",
    "Replace",
    "RestoreError",
    "RulesError",
    "Surrogate",
    "TaggedDocument",
    "Tagger",
    "ThresholdError",
    "load_tagger",
    "restore",
]
