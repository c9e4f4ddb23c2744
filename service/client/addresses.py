"""Where a service is, and what every request to it carries."""

import ssl
from dataclasses import dataclass, field
from importlib.metadata import version

DEFAULT_URL = "http://127.0.0.1:8000"
DEFAULT_TIMEOUT_SECONDS = 60.0
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The address of a service.

    Attributes:
        base_url: The URL before the routes.
        api_key: The key to send; it never shows.
        ssl_context: How to check the service's certificate; None is the system's way.
    """

    base_url: str = DEFAULT_URL
    api_key: str | None = field(default=None, repr=False)
    ssl_context: ssl.SSLContext | None = field(default=None, repr=False)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every request.

        *Source:* RFC 6750, section 2.1: `Authorization: Bearer`.
        """
        headers = {"User-Agent": f"nomen-client/{version('nomen')}", "Accept": "application/json"}
        if self.api_key is not None:
            headers["Authorization"] = f"Bearer {self.api_key}"
        return headers
