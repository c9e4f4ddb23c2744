"""FileSettings: how the user's own files of labelled sentences are read."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from nomen.training.data.conll import Columns

Format = Literal[
    "conll",
    "jsonl",
    "spacy",
    "spacy-json",
    "hugging-face",
    "doccano",
    "label-studio",
    "prodigy",
    "gliner",
    "brat",
]
CutTokens = Literal["widen", "cut", "refuse"]
Discontinuous = Literal["refuse", "widen"]


class FileSettings(BaseModel):
    """How files are read.

    Attributes:
        format: The format of all files; None finds that of each.
        columns: The layout of CoNLL files; the tag scheme and the types that are names hold for
            every format.
        cut_tokens: What becomes of a name that begins or ends inside a token of a text: `widen`
            takes in the whole token, `cut` cuts the token, `refuse` refuses the file.
        label_names: The names of Hugging Face's tags by their number.
        annotation: Which of a task's annotations is read of Label Studio's files, from 1; -1 is
            the last. Cancelled ones do not count.
        discontinuous: What becomes of brat's spans of several fragments: `widen` takes in what
            stands between them, `refuse` refuses the file.
        blocks: Texts are read as the blocks that a bundle reads, with the marks of their lines,
            and not as sentences.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Format | None = None
    columns: Columns = Columns()
    cut_tokens: CutTokens = "widen"
    label_names: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    annotation: int = 1
    discontinuous: Discontinuous = "refuse"
    blocks: bool = False

    @property
    def name_types(self) -> frozenset[str]:
        """The types that are names, in upper case."""
        return self.columns.name_types
