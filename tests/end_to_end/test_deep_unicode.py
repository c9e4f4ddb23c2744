"""Texts of every kind of character: offsets in all units, and redaction by a caller's own code."""

import json
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings

pytestmark = pytest.mark.slow
T = TypeVar("T")

NAMES = ["Zo\u00eb Bj\u00f6rk", "Harry Potter", "\u674e\u660e", "\u0633\u0639\u0627\u062f"]
ODD = [
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",  # one family, joined
    "e" + "\u0301" * 1000,
    "\u200f\u05e9\u05dc\u05d5\u05dd\u200e",
    "\r\n",
    "\u2028",
    "\ufeff",
    "\x00",
    " ",
    "",
]
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES).map(lambda name: unicodedata.normalize("NFD", name)),
    st.sampled_from(ODD),
    st.sampled_from([" met ", ". ", ", ", "&amp;", "<b>"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)
ENCODINGS = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2), "byte": ("utf-8", 1)}
REDACT_IN_JAVASCRIPT = """
const tagged = JSON.parse(require("fs").readFileSync(0));
const redacted = tagged.map(({ text, names }) => {
  let done = "", last = 0;
  for (const { start, end, replacement } of names) {
    done += text.slice(last, start) + replacement;
    last = end;
  }
  return done + text.slice(last);
});
console.log(JSON.stringify(redacted));
"""


def check_places(client: TestClient, text: str) -> None:
    for unit, (encoding, size) in ENCODINGS.items():
        body = {"text": text, "offset_unit": unit}
        answer = client.post("/v1/tag", json=body).json()
        encoded, previous = text.encode(encoding), 0
        for token, start, end in zip(
            answer["tokens"], answer["starts"], answer["ends"], strict=True
        ):
            assert previous <= start < end
            assert encoded[size * start : size * end].decode(encoding) == token
            previous = end


def check_redactors(client: TestClient, texts: list[str]) -> None:
    bodies = [{"text": text, "offset_unit": "utf16"} for text in texts]
    answers = [client.post("/v1/redact", json=body).json() for body in bodies]
    pairs = zip(texts, answers, strict=True)
    tagged = json.dumps([{"text": text, "names": answer["names"]} for text, answer in pairs])
    command = ["node", "-e", REDACT_IN_JAVASCRIPT]
    done = subprocess.run(command, input=tagged, capture_output=True, check=True, encoding="utf-8")
    assert json.loads(done.stdout) == [answer["text"] for answer in answers]


@pytest.fixture(scope="module")
def client(default_tagger: Tagger) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), default_tagger)) as opened:
        yield opened


def on(strategy: st.SearchStrategy[T], count: int, check: Callable[[T], None]) -> None:
    """Check a number of examples, always the same."""
    few = settings(
        max_examples=count,
        derandomize=True,
        phases=[Phase.generate],  # to shrink takes minutes
        suppress_health_check=list(HealthCheck),
    )
    few(given(strategy)(check))()


@pytest.mark.parametrize("count", [100, pytest.param(5_000, marks=pytest.mark.long)])
def test_r5_a_token_is_its_place_in_the_text_in_every_unit(client: TestClient, count: int) -> None:
    on(TEXTS, count, lambda text: check_places(client, text))


@pytest.mark.parametrize("count", [5, pytest.param(250, marks=pytest.mark.long)])
def test_r5_javascript_and_python_redact_alike(client: TestClient, count: int) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs node")
    twenty = st.lists(TEXTS, min_size=20, max_size=20)
    on(twenty, count, lambda texts: check_redactors(client, texts))
