"""The errors of this project, one tree; knows no HTTP status and no exit code.

A message is one line that says what was expected and where. It never repeats a caller's text.
"""


class NomenError(Exception):
    """Root of every error that is somebody's to mend."""


class BundleError(NomenError):
    """A bundle is missing, damaged or not of this schema; names the file and the field."""


class DeviceError(NomenError):
    """The device or precision that was asked for is not to be had here."""


class DocumentError(NomenError):
    """A document is no valid text or token list; names the place, never the text."""


class ThresholdError(NomenError):
    """A threshold is neither a number from 0 to 1 nor a preset of the bundle."""
