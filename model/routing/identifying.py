"""The identifier of languages that all taggers of a process share."""

from functools import cache

from nomen.model.languages.identifier import LanguageIdentifier
from nomen.model.languages.paragraphs import Identifier


@cache
def open_identifier() -> Identifier:
    """Load the identifier that ships with Nomen, once in a process.

    Raises:
        BundleError: When it is missing or damaged.
    """
    return LanguageIdentifier.load()
