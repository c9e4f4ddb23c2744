"""The tree of Nomen's errors; service and training add theirs below the same root.

A message is one line that says what was expected and where. It never repeats a caller's text.
"""


class NomenError(Exception):
    """Root of every error that Nomen raises on purpose: the user can correct what it names."""


class BundleError(NomenError):
    """A bundle is missing, damaged or of another schema; the message names file and field."""


class DeviceError(NomenError):
    """The requested device or precision is not available on this machine."""


class DeviceMemoryError(DeviceError):
    """A forward pass does not fit into the device's memory; fewer sentences at once may."""


class DocumentError(NomenError):
    """A document is no valid text or token list; the message names the place, never the text."""


class TooManyTokensError(DocumentError):
    """A text has more tokens than the caller allows."""


class ThresholdError(NomenError):
    """A threshold is neither a number from 0 to 1 nor a preset of the bundle."""


class LanguageError(NomenError):
    """A language is malformed or no bundle tags it; the message names those that are."""


class MalformedLanguageError(LanguageError):
    """A language is no tag of BCP 47."""


class RulesError(NomenError):
    """The rules beside the threshold are none; the message names the field, never a phrase."""


class OperatorError(NomenError):
    """An operator of redaction cannot be used; the message never repeats its values.

    Attributes:
        field: The field that cannot be used, as it is called in JSON: `with`, `key` …
    """

    def __init__(self, field: str, expected: str) -> None:
        super().__init__(f"{field}: {expected}")
        self.field = field


class RestoreError(NomenError):
    """Originals cannot be put back; the message says why, never what they are."""
