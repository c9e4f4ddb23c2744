"""Nomen tags person names in text.

`load_tagger` opens a bundle and gives a `Tagger`. `Tagger.tag` gives a `TaggedDocument` for each
text or token list, with its names as `Name`. `Tagger.redact` gives a `RedactedDocument` for each
text, a `Redactor` does the same with names that are at hand, and `restore` puts them back. Every
error that Nomen raises on purpose is a `NomenError`.

`Client` and `AsyncClient` call a service instead. They need `pip install 'nomen[client]'`, and
their errors are `ClientError`s.

Importing this package loads neither torch nor a web framework.
"""

import importlib
import typing

from nomen.model.errors import (
    BundleError,
    DeviceError,
    DeviceMemoryError,
    DocumentError,
    LanguageError,
    MalformedLanguageError,
    NomenError,
    OperatorError,
    RestoreError,
    RulesError,
    ThresholdError,
    TooManyTokensError,
)
from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import Hash, Mask, Number, Remove, Replace, Surrogate
from nomen.model.redaction.redaction import RedactedDocument, RedactedName, Redactor
from nomen.model.redaction.restoring import restore
from nomen.model.tagged_documents import Name, TaggedDocument
from nomen.model.tagger import Tagger, load_tagger

if typing.TYPE_CHECKING:
    from nomen.service.client.async_client import AsyncClient as AsyncClient
    from nomen.service.client.client import Client as Client
    from nomen.service.client.errors import ClientError as ClientError

_OF_CLIENT = {"AsyncClient": "async_client", "Client": "client", "ClientError": "errors"}
"""What is loaded when it is first asked for, and the module that has it."""

__all__ = [
    "BundleError",
    "DeviceError",
    "DeviceMemoryError",
    "DocumentError",
    "Hash",
    "LanguageError",
    "MalformedLanguageError",
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
    "TooManyTokensError",
    "load_tagger",
    "restore",
]


def __getattr__(name: str) -> object:
    """Load a part of the client."""
    if name not in _OF_CLIENT:
        raise AttributeError(f"module 'nomen' has no attribute {name!r}")
    try:
        return getattr(importlib.import_module(f"nomen.service.client.{_OF_CLIENT[name]}"), name)
    except ModuleNotFoundError as error:
        if error.name not in {"h11", "httpx2"}:
            raise
        message = f"nomen.{name} needs {error.name}: pip install 'nomen[client]'"
        raise ImportError(message, name=error.name) from error
