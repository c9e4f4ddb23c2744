"""Measures texts to names and tokens to probabilities on one thread, beside spaCy."""

import contextlib
import io
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from nomen.model.documents import prepare_document
from nomen.model.tagger import Tagger, load_tagger
from nomen.model.text.tokenizer import tokenize
from nomen.training.data.readers import read_sentences
from tests.benchmarks.samples import SENTENCE, Samples
from tests.benchmarks.timing import Row, Work, latencies, rates

SPACY = "spaCy efficiency NER"
REPEATS = 50
ODD_UNITS = ("a.a.a.a.a.a.\n", "abcdefghi\n", "&eacute;")
"""The text of 1 MB that takes the longest to prepare repeats one of these, as a search found."""
MEGABYTE = 1_000_000
MOST_TOKENS = 100_000
"""Of a text that the service takes, unless it is told otherwise."""


def measure(samples: Samples, *, rounds: int, spacy_folder: Path | None) -> Iterator[Row]:
    """Give the rows of texts."""
    tagger = load_tagger()
    nlp = _load_spacy(spacy_folder)
    num_tokens = sum(len(tokenize(text).tokens) for text in samples.sentences)
    works: dict[str, Work] = {"Nomen": lambda: tagger.tag(samples.sentences)}
    if nlp:
        works = {SPACY: lambda: list(nlp.pipe(samples.sentences))} | works
    yield from rates(
        f"{len(samples.sentences)} sentences, text to names",
        works,
        num_units=num_tokens,
        unit="tokens/s",
        rounds=rounds,
    )
    works = {"Nomen": lambda: tagger.tag([samples.document])}
    if nlp:
        works = {SPACY: lambda: nlp(samples.document)} | works
    yield from rates(
        "one long document, text to names",
        works,
        num_units=len(tokenize(samples.document).tokens),
        unit="tokens/s",
        rounds=rounds,
    )
    works = {"Nomen": lambda: tagger.tag([SENTENCE])}
    if nlp:
        works = {SPACY: lambda: nlp(SENTENCE)} | works
    group = "one sentence of 25 tokens, text to names"
    yield from latencies(f"{group}, interleaved", works, rounds=40 * rounds)
    repeated = {name: partial(_repeat, work) for name, work in works.items()}
    yield from rates(
        f"{group}, repeated", repeated, num_units=REPEATS, unit="sentences/s", rounds=rounds
    )
    yield from _odd_texts(rounds=rounds)
    yield from _stages(tagger, nlp, samples, num_tokens=num_tokens, rounds=rounds)


def _odd_texts(*, rounds: int) -> Iterator[Row]:
    prose = f"{SENTENCE} " * (MEGABYTE // (len(SENTENCE) + 1))
    works: dict[str, Work] = {"prose": partial(prepare_document, prose)}
    for unit in ODD_UNITS:
        text = unit * min(MEGABYTE // len(unit), MOST_TOKENS)
        works[repr(unit)] = partial(prepare_document, text)
    yield from latencies("preparing a text of 1 MB", works, rounds=rounds)


def _repeat(work: Work) -> None:
    for _ in range(REPEATS):
        work()


def _stages(
    tagger: Tagger, nlp: object, samples: Samples, *, num_tokens: int, rounds: int
) -> Iterator[Row]:
    works: dict[str, Work] = {"Nomen": lambda: [tokenize(text) for text in samples.sentences]}
    if nlp:
        find = nlp.tokenizer  # type: ignore[attr-defined]  # spaCy is not installed everywhere
        works = {"spaCy": lambda: [find(text) for text in samples.sentences]} | works
    group = "the tokenizer alone"
    yield from rates(group, works, num_units=num_tokens, unit="tokens/s", rounds=rounds)
    prepared = [prepare_document(text) for text in samples.sentences]
    yield from rates(
        "tokens to probabilities",
        {"Nomen": lambda: tagger.forward_all(prepared)},
        num_units=num_tokens,
        unit="tokens/s",
        rounds=rounds,
    )


def _load_spacy(folder: Path | None):  # type: ignore[no-untyped-def]  # noqa: ANN202  # or None
    """Load a trained pipeline, or train one briefly: speed depends little on the weights."""
    try:
        import spacy  # noqa: PLC0415  # of the extra `bench`
    except ImportError:
        return None
    from nomen.training.experiments.baselines import spacy as baseline  # noqa: PLC0415

    if folder is not None:
        return spacy.load(folder / baseline.BEST)
    sentences = read_sentences(Path("tests/data/train.conll"))
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stdout(io.StringIO()):
        baseline.train(sentences, sentences[:50], Path(name), max_steps=20)
        return spacy.load(Path(name) / baseline.BEST)
