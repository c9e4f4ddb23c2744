"""The facts about the served model, for answers, headers, metrics and commands."""

from collections.abc import Sequence
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from nomen.model.bundle.bundle import CorpusFacts, Manifest
from nomen.model.reading import Reader
from nomen.model.routing.choosing import first_reader
from nomen.model.text.scripts import LATIN
from nomen.service.settings import Settings


class ServedModel(BaseModel):
    """The loaded bundle and its engine.

    Attributes:
        manifest: The bundle's manifest.
        sha256: The checksum of the manifest.
        engine: `onnx` or `torch`.
        device: `cpu` or `cuda`.
        precision: `fp32`, `int8` or `fp16`.
        scripts: The scripts that the bundle learned, by their Unicode names.
    """

    model_config = ConfigDict(frozen=True)

    manifest: Manifest
    sha256: str
    engine: str
    device: str
    precision: str
    scripts: frozenset[str] = frozenset({LATIN})

    @cached_property
    def reader(self) -> Reader:
        """The bundle, as routing and answers know it."""
        return Reader(
            name=self.manifest.name,
            label=self.label,
            languages=tuple(self.manifest.languages),
            scripts=self.scripts,
        )

    @cached_property
    def label(self) -> str:
        """The bundle's name and version, as answers give them."""
        return f"nomen-{self.manifest.name} {self.manifest.version}"

    @cached_property
    def header(self) -> str:
        """The value of the header Nomen-Model: name, version, first 12 digits of sha256."""
        return f"{self.label} {self.sha256[:12]}"

    @property
    def expected_ratios(self) -> dict[str, float]:
        """What the bundle found in its dev sentences, to compare the traffic with, 0 to 1.

        `names_per_token`, and `unsure_per_candidate`: of the tokens with a name probability above
        0.1, the share of those up to 0.9. Empty for bundles written before these were measured.
        """
        metrics = self.manifest.metrics
        names = ("names_per_token", "unsure_per_candidate")
        return {name: metrics[f"dev/{name}"] for name in names if f"dev/{name}" in metrics}

    @property
    def labels(self) -> dict[str, str]:
        """The labels of `nomen_model_info`, which the log line `ready` has too."""
        return {
            "name": self.manifest.name,
            "version": self.manifest.version,
            **self.model_dump(include={"sha256", "engine", "device", "precision"}),
        }


class Limits(BaseModel):
    """The limits of a request. A larger one is refused, never cut."""

    max_body_bytes: int
    max_tokens: int
    max_documents: int
    timeout_seconds: float


class ListedModel(BaseModel):
    """One of the served bundles, in short."""

    name: str
    version: str
    sha256: str
    description: str
    languages: Annotated[
        list[str],
        Field(description="Primary tags of BCP 47 that this bundle tags.", examples=[["en"]]),
    ]
    chosen_for: Annotated[
        list[str],
        Field(
            description="Those of them that it reads here: the first bundle that tags a language "
            "reads it.",
            examples=[["en"]],
        ),
    ]


class ModelsAnswer(BaseModel):
    """All served bundles, in the order in which a language is looked for."""

    models: list[ListedModel]

    @classmethod
    def build(cls, models: Sequence[ServedModel]) -> "ModelsAnswer":
        """Gather the facts about the loaded bundles."""
        readers = [each.reader for each in models]
        return cls(
            models=[
                ListedModel(
                    name=model.manifest.name,
                    version=model.manifest.version,
                    sha256=model.sha256,
                    description=model.manifest.description,
                    languages=model.manifest.languages,
                    chosen_for=[
                        each
                        for each in model.manifest.languages
                        if first_reader(each, readers) == i
                    ],
                )
                for i, model in enumerate(models)
            ]
        )


class ModelAnswer(BaseModel):
    """The served bundle, its training corpora, its limits and its engine."""

    name: str
    version: str
    sha256: str
    description: str
    languages: list[str]
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
        """Gather the facts about a loaded bundle."""
        return cls.model_validate(
            {
                **model.manifest.model_dump(
                    include={"description", "languages", "created", "default_threshold", "presets"}
                    | {"corpora", "metrics"}
                ),
                **model.labels,
                "limits": settings.model_dump(include=set(Limits.model_fields)),
            }
        )
