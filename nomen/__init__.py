"""Tags person names in text: `load_tagger().tag(["…"])`.

Importing it brings neither torch nor a web framework.
"""

from nomen.model.documents import Name, TaggedDocument
from nomen.model.errors import BundleError, DeviceError, DocumentError, NomenError
from nomen.model.tagger import Tagger, load_tagger

__all__ = [
    "BundleError",
    "DeviceError",
    "DocumentError",
    "Name",
    "NomenError",
    "TaggedDocument",
    "Tagger",
    "load_tagger",
]
