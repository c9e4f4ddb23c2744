"""Changed copies of labelled sentences: other casings, neighbours joined; knows no files."""

import random
from collections.abc import Callable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from training.labels import LabelledSentence

Share = Annotated[float, Field(ge=0, le=1)]


class Augmentation(BaseModel):
    """How often a sentence is changed when an epoch draws it, each 0 to 1.

    Attributes:
        lower: Share of sentences in lower case.
        upper: Share of sentences in upper case.
        title: Share of sentences With Each Word Capitalised.
        join: Share of sentences joined with the one before in their corpus.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lower: Share = 0.0
    upper: Share = 0.0
    title: Share = 0.0
    join: Share = 0.0

    def apply(
        self, sentences: Sequence[LabelledSentence], index: int, generator: random.Random
    ) -> LabelledSentence:
        """Draw the changed form of one sentence of a corpus."""
        sentence = sentences[index]
        if index and generator.random() < self.join:
            sentence = _joined(sentences[index - 1], sentence)
        draw = generator.random()
        for share, change in (
            (self.lower, str.lower),
            (self.upper, str.upper),
            (self.title, _title),
        ):
            if draw < share:
                return recased(sentence, change)
            draw -= share
        return sentence


def recased(sentence: LabelledSentence, change: Callable[[str], str]) -> LabelledSentence:
    """Change the case of each token."""
    return LabelledSentence(tuple(map(change, sentence.tokens)), sentence.labels)


def _joined(first: LabelledSentence, second: LabelledSentence) -> LabelledSentence:
    return LabelledSentence(first.tokens + second.tokens, first.labels + second.labels)


def _title(token: str) -> str:
    return token[:1].upper() + token[1:]
