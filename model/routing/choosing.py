"""What a caller's `language` means: the bundles of the service, and which of them is to read."""

from collections.abc import Sequence
from typing import NamedTuple

from nomen.model.bundle.shipped import shipped_names
from nomen.model.errors import LanguageError
from nomen.model.reading import Reader
from nomen.model.routing.tags import primary_language

AUTO = "auto"


class Choice(NamedTuple):
    """What the caller chose.

    Attributes:
        reader: The index of the bundle that reads all; None lets the texts decide.
        language: The language of all; None lets the texts tell.
    """

    reader: int | None = None
    language: str | None = None


NO_CHOICE = Choice()


def choose_reader(language: str, readers: Sequence[Reader]) -> Choice:
    """Find out what a caller's `language` means.

    The name of a bundle goes before a tag. Where several bundles tag a language, the first of them
    reads it.

    Args:
        language: `auto`, a tag of BCP 47, or the name of a bundle.
        readers: The bundles, in their order.

    Raises:
        LanguageError: When it is malformed, when no bundle tags the language, or when it is the
            name of a bundle that ships and is not loaded.
    """
    if not isinstance(language, str):
        raise LanguageError(f"language: expected a string: {expected_languages(readers)}")
    if language == AUTO:
        return NO_CHOICE
    for i, reader in enumerate(readers):
        if reader.name == language:
            return Choice(i, language if language in reader.languages else None)
    primary = primary_language(language)
    found = first_reader(primary, readers)
    if found is None or _is_left_out(language, primary):
        raise LanguageError(f"language: expected {expected_languages(readers)}")
    return Choice(found, primary)


def _is_left_out(language: str, primary: str) -> bool:
    """Tell whether a tag is the name of a bundle that ships, such as en-open, and no language."""
    name = language.replace("_", "-").lower()
    return name != primary and name in shipped_names()


def first_reader(language: str, readers: Sequence[Reader]) -> int | None:
    """Give the index of the first bundle that tags a language; None without one."""
    for i, reader in enumerate(readers):
        if language in reader.languages:
            return i
    return None


def served_languages(readers: Sequence[Reader]) -> list[str]:
    """Give all languages that are tagged, in the order of the bundles."""
    return list(dict.fromkeys(each for reader in readers for each in reader.languages))


def expected_languages(readers: Sequence[Reader]) -> str:
    """Say which values of `language` the bundles allow."""
    languages, names = ", ".join(served_languages(readers)), ", ".join(r.name for r in readers)
    return f"{AUTO}, a served language ({languages}) or a bundle ({names})"
