"""What is served, as answers, headers, metrics and commands tell it; knows no request."""

from pydantic import BaseModel

from model.bundle import Bundle, CorpusFacts, Manifest
from model.tagger import Tagger
from service.settings import Settings


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
    def build(cls, tagger: Tagger, settings: Settings) -> "ModelAnswer":
        """Gather the facts of a loaded tagger."""
        return cls.model_validate(
            {
                **tagger.bundle.manifest.model_dump(
                    include={"description", "created", "default_threshold", "presets"}
                    | {"corpora", "metrics"}
                ),
                **tagger_labels(tagger),
                "limits": settings.model_dump(include=set(Limits.model_fields)),
            }
        )


def model_label(manifest: Manifest) -> str:
    """Give a bundle's name and version, as answers tell it."""
    return f"nomen-{manifest.name} {manifest.version}"


def model_header(bundle: Bundle) -> str:
    """Give the value of Nomen-Model: name, version, first 12 digits of sha256."""
    return f"{model_label(bundle.manifest)} {bundle.sha256[:12]}"


def tagger_labels(tagger: Tagger) -> dict[str, str]:
    """Give what was loaded, for a log line and for `nomen_model_info`."""
    manifest, engine = tagger.bundle.manifest, tagger.engine
    return {
        "name": manifest.name,
        "version": manifest.version,
        "sha256": tagger.bundle.sha256,
        "engine": engine.name,
        "device": engine.device,
        "precision": engine.precision,
    }
