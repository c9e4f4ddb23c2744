"""The config of the documents that a recipe learns from: labelled sets, and made pages."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class DocumentShare(BaseModel):
    """One set of labelled documents to learn from.

    Attributes:
        name: A registered set.
        share: How often an epoch draws each block; 0.5 is a new random half each epoch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    share: Annotated[float, Field(gt=0, le=100)] = 1.0


class Generation(BaseModel):
    """How many pages are made, of names, things and the sentences of the recipe's corpora.

    Attributes:
        pages: Pages that are made once, before the first epoch.
        share: How often an epoch draws each block of them.
        invent: Share of the persons whose names are spliced from two listed ones.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    pages: Annotated[int, Field(ge=1, le=10_000_000)]
    share: Annotated[float, Field(gt=0, le=100)] = 1.0
    invent: Annotated[float, Field(ge=0, le=1)] = 0.35
