"""Decodes what callers send: UTF-8, with or without a byte order mark."""

from nomen.service.errors import NOT_UTF8, RequestError

BYTE_ORDER_MARK = "\ufeff"
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SAMPLE_BYTES = 64
LEAST_SAMPLE = 8
"""Bytes below which UTF-16 without a mark is not looked for."""


def decode_text(content: bytes) -> str:
    """Decode UTF-8; a byte order mark at its start is skipped.

    Raises:
        RequestError: When it is not UTF-8.
    """
    if content.startswith(UTF16_MARKS) or _alternates_with_zeros(content):
        raise RequestError(NOT_UTF8, "expected UTF-8, found UTF-16")
    try:
        return content.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        raise RequestError(NOT_UTF8, f"expected UTF-8; byte {error.start} is not") from error


def _alternates_with_zeros(content: bytes) -> bool:
    """Tell whether every other byte is zero, as in Latin letters in UTF-16."""
    sample = content[: min(SAMPLE_BYTES, len(content) & ~1)]
    if 0 not in sample[:2] or len(sample) < LEAST_SAMPLE:
        return False
    even, odd = sample[::2], sample[1::2]
    return (not any(even) and all(odd)) or (not any(odd) and all(even))
