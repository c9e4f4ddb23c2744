"""The certificate of the service, read again when its files change.

The files are read into a new context, which takes the place of the old one between two handshakes.
So a certificate that does not fit its key never reaches a client.
"""

import asyncio
import ssl
from pathlib import Path

import structlog

from nomen.model.errors import NomenError
from nomen.service.keys.watched_files import FileWatch, call_on_change
from nomen.service.settings import Settings


class CertificateError(NomenError):
    """The certificate or its key cannot be used; the message names the settings."""


class Certificate:
    """The certificate in use.

    Args:
        certificate: File of the certificate and its chain, in PEM.
        key: File of its private key, in PEM.

    Attributes:
        context: For all connections. Each handshake takes the certificate that is in use then.

    Raises:
        CertificateError: When they are unusable.
    """

    def __init__(self, certificate: Path, key: Path) -> None:
        self._certificate, self._key = certificate, key
        self._watch = FileWatch([certificate, key])
        self._current = self._read()
        self.context = self._read()
        self.context.sni_callback = self._choose
        self._log = structlog.get_logger("nomen.tls")

    @classmethod
    def from_settings(cls, settings: Settings) -> "Certificate | None":
        """Read the certificate that the settings name, if they name one."""
        if settings.tls_cert is None or settings.tls_key is None:
            return None
        return cls(Path(settings.tls_cert), Path(settings.tls_key))

    def reload(self) -> None:
        """Read the files again; the certificate stays when they are unusable."""
        try:
            self._current = self._read()
        except CertificateError as error:
            self._log.error("certificate not read", reason=str(error))
        else:
            self._log.info("certificate read")

    async def watch(self, stopping: asyncio.Event) -> None:
        """Read the files again whenever one changes, until `stopping` is set."""
        await call_on_change(self._watch, self.reload, stopping=stopping)

    def _choose(self, connection: ssl.SSLObject, _name: str | None, _: ssl.SSLContext) -> None:
        """Begin a connection with the certificate in use; OpenSSL calls this in each handshake."""
        connection.context = self._current

    def _read(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.options |= ssl.OP_NO_RENEGOTIATION
        try:
            context.load_cert_chain(self._certificate, self._key, password=_no_password)
        except (OSError, ValueError) as error:  # an SSLError is an OSError
            raise CertificateError(
                "NOMEN_TLS_CERT and NOMEN_TLS_KEY: expected a certificate and its key, in PEM and "
                f"without a password ({type(error).__name__})"
            ) from error
        return context


def _no_password() -> str:
    """Keep OpenSSL from asking at the terminal."""
    raise ValueError("the key has a password")
