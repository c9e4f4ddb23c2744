"""Joins a corpus's tokens to raw text, and measures how well the tokenizer finds them again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nomen.model.text.tokenizer import tokenize
from nomen.training.data.labels import LabelledSentence, Span

_PERIOD = "."
_APOSTROPHE = "'"
_STRAIGHT_QUOTES = frozenset({'"', _APOSTROPHE})
_HYPHENS = frozenset({"-", "\u2013"})
_OPENERS = frozenset({"(", "[", "{", "“", "\u2018", "``", "«", "$", "£", "€", "¡", "¿"})
_MARKS = frozenset(
    {")", "]", "}", "”", "\u2019", "''", "»", ",", ".", ";", ":", "!", "?", "%", "…", "..."}
)
_CLITICS = frozenset({"'s", "'re", "'ve", "'ll", "'d", "'m", "n't"})


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedSentence:
    """A sentence as somebody might have written it.

    Attributes:
        text: The raw text.
        spans: The start and end of each token in it, in characters, half-open. A full stop after
            an abbreviation that ends in a period is not written: its span is empty.
    """

    text: str
    spans: list[tuple[int, int]]


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


def join_tokens(tokens: Sequence[str], *, join_hyphens: bool = False) -> JoinedSentence:
    """Join tokens to raw text: closing marks touch the left token, opening marks the right one.

    Args:
        tokens: Of one sentence, Penn Treebank style.
        join_hyphens: Whether a lone hyphen or en dash between two words joins them (`Jean-Luc`
            in corpora that split at hyphens) or stands for a dash between blanks.
    """
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    open_quotes: set[str] = set()
    for index, token in enumerate(tokens):
        previous = tokens[index - 1] if index else ""
        if index and not _is_tight(previous, token, open_quotes, join_hyphens=join_hyphens):
            pieces.append(" ")
            position += 1
        written = "" if token == _PERIOD and previous.endswith(_PERIOD) else token
        pieces.append(written)
        spans.append((position, position + len(written)))
        position += len(written)
        if token in _STRAIGHT_QUOTES and not _is_apostrophe(previous, token, open_quotes):
            open_quotes ^= {token}
    return JoinedSentence(text="".join(pieces), spans=spans)


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


def _is_tight(previous: str, token: str, open_quotes: set[str], *, join_hyphens: bool) -> bool:
    """Tell whether two tokens stand together without a blank."""
    if previous in _OPENERS or "/" in (previous, token):
        return True
    if previous in open_quotes:
        return True
    if token in _STRAIGHT_QUOTES:
        return token in open_quotes or _is_apostrophe(previous, token, open_quotes)
    if join_hyphens and previous in _HYPHENS:
        return token[0].isalnum()
    if join_hyphens and token in _HYPHENS:
        return previous[-1].isalnum()
    return token in _MARKS or token.lower().replace("\u2019", _APOSTROPHE) in _CLITICS


def _is_apostrophe(previous: str, token: str, open_quotes: set[str]) -> bool:
    """Tell whether a lone ' is the possessive of a plural."""
    return token == _APOSTROPHE and token not in open_quotes and previous[-1:] in {"s", "S"}


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
