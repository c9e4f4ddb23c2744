"""What a head must be for its request to begin and end where every proxy thinks it does.

*Source:* RFC 9112, sections 3.2 (Host), 6 (Transfer-Encoding) and 7.1.2 (trailers); RFC 9110,
section 7.8 (a server may ignore Upgrade).
"""

from collections.abc import Iterable, Sequence

from nomen.service.errors import MALFORMED_REQUEST, VERSION_REFUSED, RequestError

Header = tuple[bytes, bytes]
OF_UPGRADES = frozenset({b"upgrade", b"http2-settings"})
"""The headers of an offer to change the protocol, which may also stand in Connection."""


def check_framing(headers: Iterable[Header], *, version: str) -> None:
    """Refuse a head whose request two servers might read differently.

    Args:
        headers: The headers, their names in lower case.
        version: Of HTTP, as `1.1`.

    Raises:
        RequestError: When the head is not one of HTTP/1.0 or HTTP/1.1 as they are used today.
    """
    if version not in {"1.0", "1.1"}:
        raise RequestError(VERSION_REFUSED, "expected HTTP/1.1 or HTTP/1.0")
    hosts = codings = 0
    for name, value in headers:
        if name == b"host":
            hosts += 1
        elif name == b"transfer-encoding":
            codings += 1
            if value.lower() != b"chunked":
                raise RequestError(MALFORMED_REQUEST, "expected no Transfer-Encoding but chunked")
    if hosts > 1 or (hosts == 0 and version == "1.1"):
        raise RequestError(MALFORMED_REQUEST, "expected one header Host")
    if codings > (version == "1.1"):
        raise RequestError(MALFORMED_REQUEST, "expected Transfer-Encoding once, and in HTTP/1.1")


def without_upgrade(
    headers: Sequence[Header], *, method: bytes, target: bytes, version: str
) -> bytes:
    """Write a head again, without its offer to change the protocol.

    Args:
        headers: The headers, their names in lower case.
        method: The method.
        target: What the request line names.
        version: Of HTTP, as `1.1`.
    """
    lines = [b"%s %s HTTP/%s\r\n" % (method, target, version.encode())]
    for name, value in headers:
        kept: bytes | None = value
        if name in OF_UPGRADES:
            kept = None
        elif name == b"connection":
            options = [option.strip() for option in value.split(b",")]
            kept = b", ".join(each for each in options if each.lower() not in OF_UPGRADES) or None
        if kept is not None:
            lines.append(b"%s: %s\r\n" % (name, kept))
    return b"".join([*lines, b"\r\n"])
