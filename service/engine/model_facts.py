"""What is served, as answers, headers, metrics and commands tell it; knows no request."""

from functools import cached_property

from pydantic import BaseModel, ConfigDict

from nomen.model.bundle.bundle import CorpusFacts, Manifest
from nomen.service.settings import Settings


class ServedModel(BaseModel):
    """What was loaded, wherever its engine runs.

    Attributes:
        manifest: What the bundle says of itself.
        sha256: The checksum of the bundle's manifest.
        engine: The engine's name.
        device: Where it runs.
        precision: In which numbers.
    """

    model_config = ConfigDict(frozen=True)

    manifest: Manifest
    sha256: str
    engine: str
    device: str
    precision: str

    @cached_property
    def label(self) -> str:
        """The bundle's name and version, as answers tell it."""
        return f"nomen-{self.manifest.name} {self.manifest.version}"

    @cached_property
    def header(self) -> str:
        """The value of Nomen-Model: name, version, first 12 digits of sha256."""
        return f"{self.label} {self.sha256[:12]}"

    @property
    def labels(self) -> dict[str, str]:
        """What was loaded, for a log line and for `nomen_model_info`."""
        return {
            "name": self.manifest.name,
            "version": self.manifest.version,
            **self.model_dump(include={"sha256", "engine", "device", "precision"}),
        }


class Limits(BaseModel):
    """What a request may be at most; beyond it is refused, never cut."""

    max_body_bytes: int
    max_tokens: int
    max_documents: int
    timeout_seconds: float


class ModelAnswer(BaseModel):
    """What is served, and from what it learned."""

    name: str
    version: str
    sha256: str
    description: str
    created: str
    default_threshold: float
    presets: dict[str, float]
    corpora: list[CorpusFacts]
    metrics: dict[str, float]
    limits: Limits
    engine: str
    device: str
    precision: str

    @classmethod
    def build(cls, model: ServedModel, settings: Settings) -> "ModelAnswer":
        """Gather the facts of what was loaded."""
        return cls.model_validate(
            {
                **model.manifest.model_dump(
                    include={"description", "created", "default_threshold", "presets"}
                    | {"corpora", "metrics"}
                ),
                **model.labels,
                "limits": settings.model_dump(include=set(Limits.model_fields)),
            }
        )
