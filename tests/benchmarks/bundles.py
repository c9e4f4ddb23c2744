"""Measures bundles beside `en` on the same text, and what finding the language adds."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from http.client import HTTPConnection

from nomen.model.tagger import Tagger, load_tagger
from nomen.model.text.tokenizer import tokenize
from tests.benchmarks import servers
from tests.benchmarks.samples import SENTENCE, Samples
from tests.benchmarks.timing import Row, Work, latencies, rates

CHINESE = (
    "昨天下午，李明华教授和他的学生欧阳晓雯在南京的会议上介绍了新的研究结果。",
    "據報導，陳美玲小姐下週將與馬克·安德森先生一同前往臺北，討論明年的計畫。",
    "这家公司去年在上海开了三家新店，今年的销售额比去年增长了百分之十二。",
)
"""Two sentences with names, in simplified and in traditional characters, and one without."""
REPEATS = 200


def measure(samples: Samples, others: Sequence[str], *, rounds: int) -> Iterator[Row]:
    """Give the rows of bundles.

    Args:
        samples: English sentences.
        others: The bundles beside `en`: names, or folders. One that tags Chinese is timed on
            Chinese sentences, in characters a second.
        rounds: How often all are timed.
    """
    taggers = {name: load_tagger(name) for name in ("en", *others)}
    num_tokens = sum(len(tokenize(text).tokens) for text in samples.sentences)
    group = f"{len(samples.sentences)} English sentences, text to names"
    works = _tagging(taggers, samples.sentences, language="en")
    yield from rates(group, works, num_units=num_tokens, unit="tokens/s", rounds=rounds)
    chinese = [text for _ in range(REPEATS) for text in CHINESE]
    works = _tagging(taggers, chinese, language="zh")
    group, num_characters = f"{len(chinese)} Chinese sentences", sum(map(len, chinese))
    if works:
        yield from rates(group, works, num_units=num_characters, unit="characters/s", rounds=rounds)
    yield from _finding_languages(rounds=rounds)


def _tagging(
    taggers: Mapping[str, Tagger], texts: Sequence[str], *, language: str
) -> dict[str, Work]:
    """Give the work of each bundle that tags a language; finding the language is not part of it."""
    return {
        name: partial(tagger.tag, texts, language=language)
        for name, tagger in taggers.items()
        if language in tagger.bundle.manifest.languages
    }


def _finding_languages(*, rounds: int) -> Iterator[Row]:
    one, several = load_tagger("en"), load_tagger(["en", "xx"])
    works: dict[str, Work] = {
        "`en` alone, `language: en`": partial(one.tag, [SENTENCE], language="en"),
        "`en` and `xx`, `language: en`": partial(several.tag, [SENTENCE], language="en"),
        "`en` and `xx`, `language: auto`": partial(several.tag, [SENTENCE], language="auto"),
    }
    yield from latencies("one English sentence of 25 tokens", works, rounds=200 * rounds)
    yield from _over_http(rounds=rounds)


def _over_http(*, rounds: int) -> Iterator[Row]:
    """Give the rows of `/v1/tag` over one connection, a request after the other."""
    with servers.nomen(NOMEN_BUNDLES="en,xx") as server, closing(_connect(server.port)) as link:

        def post(language: str) -> None:
            body = json.dumps({"text": SENTENCE, "language": language})
            link.request("POST", "/v1/tag", body, {"Content-Type": "application/json"})
            link.getresponse().read()

        works: dict[str, Work] = {
            f"`language: {language}`": partial(post, language) for language in ("en", "auto")
        }
        group = "the same in /v1/tag, `en` and `xx` served"
        yield from latencies(group, works, rounds=200 * rounds)


def _connect(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=10)
