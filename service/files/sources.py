"""What files and folders have in common: the sign for standard input, and their error."""

from nomen.model.errors import NomenError

STANDARD_INPUT = "-"
"""The argument for standard input, and for standard output."""


class SourceError(NomenError):
    """An input cannot be used; the message names the argument, the option or the file."""
