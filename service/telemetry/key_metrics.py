"""The metrics of API keys, by the name of each key, which the operator has chosen."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class KeyMetrics:
    """The metrics of one app's keys.

    Args:
        registry: Where the app's metrics are.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "nomen_key_requests", "Requests by the key's name.", ("key",), registry=registry
        )
        self._tokens = Counter(
            "nomen_key_tokens", "Tagged tokens by the key's name.", ("key",), registry=registry
        )
        self._keys = Gauge("nomen_keys", "Keys that are known.", registry=registry)
        self._reloads = Counter(
            "nomen_key_reloads",
            "Times that the file of keys was read again, by result.",
            ("result",),
            registry=registry,
        )
        for result in ("succeeded", "failed"):
            self._reloads.labels(result)

    def observe_request(self, name: str, *, num_tokens: int) -> None:
        """Count a request of a key, and its tokens."""
        self._requests.labels(name).inc()
        self._tokens.labels(name).inc(num_tokens)

    def observe_keys(self, num_keys: int) -> None:
        """Set how many keys are known."""
        self._keys.set(num_keys)

    def observe_reload(self, *, is_done: bool) -> None:
        """Count that the file was read again, or that it was wrong."""
        self._reloads.labels("succeeded" if is_done else "failed").inc()
