"""CorpusShare: one corpus that a recipe names, registered or the user's own files."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from nomen.training.data.conll import DOCUMENT_START, Columns
from nomen.training.data.labels import NAME_TYPES, Scheme
from nomen.training.formats.detecting import may_be_columns
from nomen.training.formats.settings import CutTokens, Discontinuous, FileSettings, Format

OwnSplit = Literal["train", "dev", "test"]
OWN_SPLITS: tuple[OwnSplit, ...] = ("train", "dev", "test")

_OF_OWN_FILES = {
    "annotation",
    "blocks",
    "columns",
    "cut_tokens",
    "discontinuous",
    "format",
    "held_out",
    "label_names",
    "licence",
    "scheme",
    "titles",
    "types",
}

OwnFiles = Path | Annotated[list[Path], Field(min_length=1)]
EntityType = Annotated[str, StringConstraints(to_upper=True, pattern=r"^\S(.*\S)?$")]


class OwnColumns(BaseModel):
    """Which columns of the user's own CoNLL files are read.

    Columns are counted from 0; negative numbers count from the end, -1 is the last.

    Attributes:
        token: The column of the tokens.
        tag: The column of the tags.
        comment: The beginning of lines that hold no token; empty if there are no such lines.
        document: The beginning, before a blank or the end, of lines that start a document.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: int = 0
    tag: int = -1
    comment: str = ""
    document: Annotated[str, Field(min_length=1)] = DOCUMENT_START

    @model_validator(mode="after")
    def _are_two(self) -> "OwnColumns":
        if self.token == self.tag:
            raise ValueError("expected different columns for token and tag")
        return self


def reading_fields(settings: FileSettings) -> dict[str, object]:
    """Give the fields of a share that read files as settings do, without those of the default."""
    columns = settings.columns
    layout = {
        "token": columns.token,
        "tag": columns.tag,
        "comment": columns.comment,
        "document": columns.document,
    }
    fields: dict[str, object] = {
        "format": settings.format,
        "scheme": columns.scheme,
        "columns": layout,
        "types": sorted(columns.name_types),
        "cut_tokens": settings.cut_tokens,
        "label_names": list(settings.label_names),
        "annotation": settings.annotation,
        "discontinuous": settings.discontinuous,
    }
    usual = CorpusShare(name="usual").model_dump()
    return {name: value for name, value in fields.items() if value != usual[name]}


class CorpusShare(BaseModel):
    """One corpus to learn from.

    Attributes:
        name: A registered corpus, or the name of the user's own files.
        share: How often an epoch draws each sentence; 0.5 is a new random half each epoch.
        tokens: About how many tokens an epoch draws at most; a share that gives more is lowered.
        train: The user's own training file or files, of any format of `formats.settings`, relative
            to the recipe.
        dev: The user's own dev file or files.
        test: The user's own test file or files, which the finished bundle is measured on.
        held_out: Where there is no `dev`: the share of the sentences of `train` that are dev
            sentences instead; see `recipes.held_out`.
        blocks: Whether the texts of the user's own files are read as the blocks that a bundle
            reads, and not as sentences.
        format: The format of the user's own files; by default, each file's own content tells.
        scheme: The tag scheme of the user's own files with tags.
        columns: The columns of the user's own CoNLL files that hold tokens and tags.
        types: Entity types of the user's own files that are names (`PATIENT`, say), in any case;
            other types are no names.
        titles: `strip` takes titles out of the names of the user's own files.
        cut_tokens: What becomes of names that begin or end inside a token; see `FileSettings`.
        label_names: The names of the numbers that are tags.
        annotation: Which annotation of Label Studio's tasks is read, from 1; -1 is the last.
        discontinuous: What becomes of brat's names in several pieces; see `FileSettings`.
        licence: The licence of the user's own files, for the bundle's manifest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    share: Annotated[float, Field(gt=0, le=100)] = 1.0
    tokens: Annotated[int, Field(ge=1)] | None = None
    train: OwnFiles | None = None
    dev: OwnFiles | None = None
    test: OwnFiles | None = None
    held_out: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    blocks: bool = False
    format: Format | None = None
    scheme: Scheme = "bio"
    columns: OwnColumns = OwnColumns()
    types: Annotated[list[EntityType], Field(min_length=1)] = sorted(NAME_TYPES)
    titles: Literal["keep", "strip"] = "keep"
    cut_tokens: CutTokens = "widen"
    label_names: list[Annotated[str, Field(min_length=1)]] = []
    annotation: int = 1
    discontinuous: Discontinuous = "refuse"
    licence: str = "the user's own"

    @model_validator(mode="after")
    def _has_files_for_its_fields(self) -> "CorpusShare":
        """Refuse fields that would be ignored; a run keeps a recipe with all its defaults."""
        fields = CorpusShare.model_fields
        changed = {name for name in fields if getattr(self, name) != fields[name].default}
        files = [path for split in OWN_SPLITS for path in self.files(split)]
        if not files and (ignored := sorted(changed & _OF_OWN_FILES)):
            raise ValueError(f"expected `{ignored[0]}` only with files of your own")
        is_conll = any(map(may_be_columns, files)) and self.format in {None, "conll"}
        if files and not is_conll and "columns" in changed:
            raise ValueError("expected `columns` only with CoNLL files")
        if self.held_out and (self.dev or not self.train):
            raise ValueError("expected `held_out` only with `train`, and without `dev`")
        return self

    def files(self, split: OwnSplit) -> list[Path]:
        """Give the user's own files of a split; none for a registered corpus.

        Dev sentences that are held out stand in the files of `train`.
        """
        found: OwnFiles | None = getattr(self, split)
        if split == "dev" and self.held_out:
            found = self.train
        if found is None:
            return []
        return found if isinstance(found, list) else [found]

    def file_settings(self) -> FileSettings:
        """Give how the user's own files are read."""
        columns = Columns(
            scheme=self.scheme,
            token=self.columns.token,
            tag=self.columns.tag,
            comment=self.columns.comment,
            document=self.columns.document,
            name_types=frozenset(self.types),
        )
        return FileSettings(
            format=self.format,
            columns=columns,
            cut_tokens=self.cut_tokens,
            label_names=tuple(self.label_names),
            annotation=self.annotation,
            discontinuous=self.discontinuous,
            blocks=self.blocks,
        )
