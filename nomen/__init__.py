"""Nomen tags person names in text.

`load_tagger` opens a bundle and gives a `Tagger`. `Tagger.tag` gives a `TaggedDocument` for each
text or token list, with its names as `Name`. Every error that Nomen raises on purpose is a
`NomenError`.

Importing this package loads neither torch nor a web framework.
"""

from nomen.model.documents import Name, TaggedDocument
from nomen.model.errors import (
    BundleError,
    DeviceError,
    DocumentError,
    NomenError,
    ThresholdError,
)
from nomen.model.tagger import Tagger, load_tagger

__all__ = [
    "BundleError",
    "DeviceError",
    "DocumentError",
    "Name",
    "NomenError",
    "TaggedDocument",
    "Tagger",
    "ThresholdError",
    "load_tagger",
]
