"""The config of a recipe's pretraining: its texts, vectors and language model."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]


class Anchor(BaseModel):
    """Published vectors that stay as they are while those of other forms are learned.

    Attributes:
        file: A text file in the folder of texts or the one above; each line has a form and numbers.
        sha256: The file's checksum.
        licence_class: The licence class, as that of a raw text.
        licence: The terms as the source states them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    licence_class: Literal["open", "customary", "closed"]
    licence: str


class Vectors(BaseModel):
    """How skip-gram learns the first vectors of word forms.

    Attributes:
        epochs: Passes over the sentences; 0 leaves the network's own initialisation.
        window: The largest number of neighbours on either side that a form predicts.
        negatives: Random forms for each true neighbour.
        subsampling: Frequency above which a form's occurrences are left out at random.
        std: Standard deviation over all numbers, to which the vectors are scaled.
        anchor: Forms with a published vector keep it, and the others are learned around them.

    *Source:* Mikolov, Sutskever, Chen, Corrado, Dean, Distributed Representations of Words and
    Phrases and their Compositionality, 2013.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    epochs: Annotated[int, Field(ge=0)] = 5
    window: Annotated[int, Field(ge=1)] = 3
    negatives: Annotated[int, Field(ge=1)] = 6
    subsampling: Annotated[float, Field(ge=0, le=1)] = 1e-4
    std: Annotated[float, Field(gt=0)] = 0.3
    anchor: Anchor | None = None


class Pretraining(BaseModel):
    """How the language model is trained whose encoder a fit begins with.

    Attributes:
        texts: Registered raw texts, beside the recipe's labelled sentences.
        files: The user's own raw texts, beside those; each line is a paragraph.
        max_text_tokens: Tokens that are drawn of each registered text, at most; 0 draws all of them
            in their order.
        experiment: Allows `closed` texts; weights that learned from them may not ship.
        vectors: How the first vectors of word forms are learned.
        max_forms: The largest number of word forms with a vector and a probability of their own.
        min_count: Occurrences that a form or a character must have.
        max_sentence_tokens: Longer sentences are cut into pieces.
        held_out_sentences: Sentences for measuring perplexity; the model never learns from them.
        lower: Share of sentences shown in lower case.
        upper: Share of sentences shown in upper case.
        epochs: Passes over the sentences; 0.5 is the first half of one.
        segment_batches: Batches between two measurements of perplexity, each with a checkpoint.
        batch_tokens: Tokens of a batch, padding counted.
        learning_rate: Highest learning rate of AdamW, reached after the warm-up.
        weight_decay: AdamW's decay; embeddings and biases have none.
        warmup_share: Share of all steps in which the learning rate rises from 0; it then falls to
            0 along half a cosine.
        clip_norm: Longest gradient, as its 2-norm over all parameters.
        dropout: Share of the units that are set to 0, the same ones for a whole sentence.
        unknown_rate: A form seen n times is shown as unknown with probability rate / (rate + n).
            Forms to be predicted are never hidden.
        cutoffs: Classes at which the adaptive softmax begins a new cluster, ascending; those above
            the number of classes are left out.
        precision: Number format of the forward pass. `auto` is `bf16-mixed` on a GPU that computes
            in bfloat16, and `32-true` elsewhere; `bf16-mixed` is also for CPUs with AVX-512 BF16.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    texts: list[str] = []
    files: list[Path] = []
    max_text_tokens: Annotated[int, Field(ge=0)] = 0
    experiment: bool = False
    vectors: Vectors = Vectors()
    max_forms: Annotated[int, Field(ge=1, le=1_000_000)] = 45_000
    min_count: Annotated[int, Field(ge=1)] = 4
    max_sentence_tokens: Annotated[int, Field(ge=2, le=1000)] = 60
    held_out_sentences: Annotated[int, Field(ge=1)] = 4000
    lower: Share = 0.1
    upper: Share = 0.03
    epochs: Annotated[float, Field(gt=0)] = 2.0
    segment_batches: Annotated[int, Field(ge=1)] = 1000
    batch_tokens: Annotated[int, Field(ge=1)] = 2048
    learning_rate: Annotated[float, Field(gt=0, le=1)] = 3e-3
    weight_decay: Annotated[float, Field(ge=0, le=1)] = 1e-2
    warmup_share: Annotated[float, Field(ge=0, lt=1)] = 0.03
    clip_norm: Annotated[float, Field(gt=0)] = 1.0
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.1
    unknown_rate: Annotated[float, Field(ge=0)] = 0.3
    cutoffs: list[Annotated[int, Field(ge=1)]] = [1000, 4000, 12_000]
    precision: Literal["auto", "32-true", "bf16-mixed"] = "auto"

    @model_validator(mode="after")
    def _ascending(self) -> "Pretraining":
        if sorted(set(self.cutoffs)) != self.cutoffs:
            raise ValueError("cutoffs: expected ascending numbers")
        if len(set(self.texts)) < len(self.texts):
            raise ValueError("texts: expected each once")
        return self
