"""What is recorded of one request, for its log line, its metrics and its headers."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class AccessRecord:
    """The facts of one request, filled in while it is served; never a text, token or name.

    Attributes:
        request_id: The id of the header X-Request-ID.
        started: When it came, in the time of `time.perf_counter`.
        code: The status of its answer, once there is one.
        num_tokens: Tokens of its documents, once they were run.
        reader_tokens: Tokens that each bundle read, by its index.
        stage_seconds: The time of each stage of tagging, in order.
        key: The name of its API key, where the service asks for one.
        unsupported_scripts: Letters of its documents by the script that the bundle did not learn.
        tagging_started: When its first stage began, in the time of `time.perf_counter`.
    """

    request_id: str
    started: float = field(default_factory=time.perf_counter)
    code: int | None = None
    num_tokens: int = 0
    key: str | None = None
    stage_seconds: dict[str, float] = field(default_factory=dict)
    reader_tokens: dict[int, int] = field(default_factory=dict)
    unsupported_scripts: dict[str, int] = field(default_factory=dict)
    tagging_started: float = 0.0

    def add_scripts(self, counts: Mapping[str, int]) -> None:
        """Count the letters of one more document."""
        for script, count in counts.items():
            self.unsupported_scripts[script] = self.unsupported_scripts.get(script, 0) + count
