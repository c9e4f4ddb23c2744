"""Measures how well the tokenizer finds the tokens of a corpus again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nomen.model.text.tokenizer import tokenize
from nomen.training.data.joining import JoinedSentence, join_tokens
from nomen.training.data.labels import LabelledSentence, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenizationAgreement:
    """How many of a corpus's tokens and names the tokenizer finds with their exact spans.

    A name is bounded when it starts where a token starts and ends where a token ends.
    """

    num_tokens: int
    num_tokens_found: int
    num_name_tokens: int
    num_name_tokens_found: int
    num_names: int
    num_names_bounded: int

    @property
    def token_rate(self) -> float:
        """Share of tokens found, 0 to 1; 1 when there are none."""
        return _share(self.num_tokens_found, self.num_tokens)

    @property
    def name_token_rate(self) -> float:
        """Share of the tokens inside names found, 0 to 1; 1 when there are none."""
        return _share(self.num_name_tokens_found, self.num_name_tokens)

    @property
    def name_boundary_rate(self) -> float:
        """Share of names bounded, 0 to 1; 1 when there are none."""
        return _share(self.num_names_bounded, self.num_names)


def measure_agreement(
    sentences: Iterable[LabelledSentence], *, join_hyphens: bool = False
) -> TokenizationAgreement:
    """Compare the tokenizer's tokens with a corpus's, sentence by sentence.

    Args:
        sentences: Of the corpus.
        join_hyphens: As in `join_tokens`.
    """
    totals = [0] * 6
    for sentence in sentences:
        joined = join_tokens(sentence.tokens, join_hyphens=join_hyphens)
        counts = _count(joined, sentence.names)
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
    return TokenizationAgreement(
        num_tokens=totals[0],
        num_tokens_found=totals[1],
        num_name_tokens=totals[2],
        num_name_tokens_found=totals[3],
        num_names=totals[4],
        num_names_bounded=totals[5],
    )


def _count(joined: JoinedSentence, names: Sequence[Span]) -> tuple[int, int, int, int, int, int]:
    """Give the fields of `TokenizationAgreement` for one sentence; names are token spans."""
    tokenized = tokenize(joined.text)
    starts, ends = set(tokenized.starts.tolist()), set(tokenized.ends.tolist())
    found = set(zip(tokenized.starts.tolist(), tokenized.ends.tolist(), strict=True))
    written = _written(joined.spans)
    named = [tokens for first, stop in names if (tokens := _written(joined.spans[first:stop]))]
    in_names = [span for tokens in named for span in tokens]
    return (
        len(written),
        sum(span in found for span in written),
        len(in_names),
        sum(span in found for span in in_names),
        len(named),
        sum(tokens[0][0] in starts and tokens[-1][1] in ends for tokens in named),
    )


def _written(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out full stops that are not written."""
    return [(start, end) for start, end in spans if start < end]


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
