"""Checks what a caller gives as a text or as tokens."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from nomen.model.errors import DocumentError


def checked_tokens(document: object) -> Sequence[str]:
    """Give the tokens of a list, a tuple, another sequence or an array (T,).

    Raises:
        DocumentError: When it is none of these, or a token is none; the message names its place.
    """
    tokens: Sequence[object]
    match document:
        case list() | tuple():
            tokens = document
        case np.ndarray(ndim=1):
            tokens = document.tolist()
        case Sequence() if not isinstance(document, (bytes, bytearray, memoryview)):
            tokens = list(document)
        case _:
            raise DocumentError("expected a text or a list of tokens")
    for i, token in enumerate(tokens):
        if not isinstance(token, str) or not token:
            raise DocumentError(f"tokens.{i}: expected a string of a character or more")
    checked = cast("Sequence[str]", tokens)
    if not _is_unicode("".join(checked)):
        first = next(i for i, token in enumerate(checked) if not _is_unicode(token))
        raise DocumentError(f"tokens.{first}: expected both halves of every surrogate pair")
    return checked


def refuse_lone_surrogates(text: str) -> None:
    """Refuse a text that no UTF-8 file can hold.

    Raises:
        DocumentError: When it holds half of a surrogate pair.
    """
    if not _is_unicode(text):
        raise DocumentError("expected both halves of every surrogate pair")


def _is_unicode(text: str) -> bool:
    """Tell whether a string has no lone surrogate, which no UTF-8 file and no JSON can hold."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
