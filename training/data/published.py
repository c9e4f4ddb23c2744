"""Published: what a registry knows of anything published, on GitHub or elsewhere."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Published(BaseModel):
    """The registered facts of one published text or set of documents.

    Attributes:
        name: Its name here.
        licence_class: `open`, `customary` (research-only or unstated terms), or `closed` (rights
            reserved or non-commercial), which weights that ship never learn from.
        licence: The terms as its source states them.
        repository: Its GitHub repository, owner/name, or where else it is published.
        commit: The first ten digits of the commit it was taken from, or all 40; empty where it
            comes from elsewhere.
        description: What it is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    licence_class: Literal["open", "customary", "closed"]
    licence: str
    repository: str
    commit: Annotated[str, Field(pattern=r"^([0-9a-f]{10}([0-9a-f]{30})?)?$")] = ""
    description: str

    @property
    def address(self) -> str:
        """The page about it, for people."""
        if not self.commit:
            return self.repository
        return f"https://github.com/{self.repository}/tree/{self.commit}"
