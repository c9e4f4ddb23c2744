import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from nomen.training.cli.corpora import app
from nomen.training.cli.main import main
from nomen.training.data.conll import Columns
from nomen.training.data.download import Origin, convert, fetch_split
from nomen.training.data.registry import Corpus
from nomen.training.errors import CorpusError

PUBLISHED = b"# newdoc a\n1\ten:Ada\tI-person\n2\ten:wrote\tO\n\n1\ten:Bob\tB-person"
CONVERTED = b"-DOCSTART-\tO\n\nAda\tB-PER\nwrote\tO\n\nBob\tB-PER\n\n"
OWN = Corpus(
    name="own",
    licence_class="open",
    licence="CC0",
    repository="nobody/own",
    commit="0123456789",
    description="Own sentences",
    harmonisation="none",
    sha256={"train": hashlib.sha256(CONVERTED).hexdigest()},
    files={"train": "a folder/own.txt"},
    columns=Columns(
        scheme="iob1",
        token=1,
        tag=2,
        prefix="en:",
        comment="# ",
        document="# newdoc",
        name_types=frozenset({"PERSON"}),
    ),
)
OWN_PATH = "/nobody/own/0123456789/a%20folder/own.txt"


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Publisher:
    """A small server on this machine, and the answers it gives."""

    address: str
    answers: dict[str, Answer]
    asked: list[str]


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    answers: dict[str, Answer] = {}
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            answer = answers.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in ({"Content-Length": str(len(answer.body))} | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *args: Any) -> None:  # noqa: ANN401  # http.server's own signature
            del args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield Publisher(f"http://127.0.0.1:{server.server_port}", answers, asked)
        server.shutdown()
        thread.join()


def test_a_fetched_split_is_converted_and_put_in_its_place(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.answers[OWN_PATH] = Answer(PUBLISHED)
    told: list[tuple[int, int | None]] = []
    origin = Origin(base_address=f"{publisher.address}/")
    path = fetch_split(OWN, "train", tmp_path, origin=origin, progress=lambda *at: told.append(at))
    assert path == tmp_path / "own" / "train.conll"
    assert path.read_bytes() == CONVERTED
    assert told[-1] == (len(PUBLISHED), len(PUBLISHED))
    assert sorted(tmp_path.rglob("*")) == [path.parent, path]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(status=404), "expected status 200, found 404"),
        (Answer(status=302, headers={"Location": "/elsewhere"}), "expected status 200, found 302"),
        (Answer(PUBLISHED, headers={"Content-Length": "500"}), r"expected 500 bytes, found \d+"),
        (Answer(b"1\ten:Eve\tB-person\n"), "own/train: expected sha256 .*it is not kept"),
        (Answer(b"1\ten:Eve\n"), r"own\.txt:1: expected a token and a tag"),
        (Answer(b"x" * 200), "expected 150 bytes at most"),
    ],
    ids=["absent", "redirect", "half", "other", "malformed", "large"],
)
def test_what_is_not_the_registered_file_is_refused_and_the_old_one_stays(
    publisher: Publisher, tmp_path: Path, answer: Answer, message: str
) -> None:
    publisher.answers[OWN_PATH] = answer
    old = tmp_path / "own" / "train.conll"
    old.parent.mkdir()
    old.write_text("old")
    origin = Origin(base_address=publisher.address, max_bytes=150)
    with pytest.raises(CorpusError, match=message):
        fetch_split(OWN, "train", tmp_path, origin=origin)
    assert (sorted(tmp_path.rglob("*")), old.read_text()) == ([old.parent, old], "old")


def test_a_publisher_that_does_not_answer_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answers[OWN_PATH] = Answer(PUBLISHED)
    origin = Origin(base_address=publisher.address, deadline_seconds=0)
    with pytest.raises(CorpusError, match="expected 0 s at most"):
        fetch_split(OWN, "train", tmp_path, origin=origin)
    with pytest.raises(CorpusError, match="found none or half of one"):
        fetch_split(OWN, "train", tmp_path, origin=Origin(base_address="http://127.0.0.1:1"))


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://127.0.0.1", "file:///etc", "example.org", ""]
)
def test_only_https_or_this_machine_is_asked(address: str) -> None:
    with pytest.raises(CorpusError, match="expected a base address with https://"):
        Origin(base_address=address)


def test_a_corpus_that_needs_more_is_refused_with_what_it_needs(tmp_path: Path) -> None:
    corpus = OWN.model_copy(update={"files": {}, "needs": "a reader of brat"})
    with pytest.raises(CorpusError, match=r"by hand from https://github\.com/nobody.*brat"):
        fetch_split(corpus, "train", tmp_path, origin=Origin())


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("")
    with pytest.raises(CorpusError, match="file: expected a folder that can be written"):
        fetch_split(OWN, "train", folder, origin=Origin())


def test_converting_a_converted_file_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "once").write_bytes(CONVERTED)
    convert(tmp_path / "once", tmp_path / "twice", Columns())
    assert (tmp_path / "twice").read_bytes() == CONVERTED


def test_the_command_fetches_each_split_once(
    publisher: Publisher, tmp_path: Path, corpora: Path
) -> None:
    commit = "442697870d"
    for split in ("train", "dev"):
        path = f"/social-machines/TweebankNLP/{commit}/Tweebank-NER-v1.0/{split}.bio"
        body = (corpora / "tweebank_ner" / f"{split}.conll").read_bytes()
        publisher.answers[path] = Answer(body)
    arguments = ["fetch", "tweebank_ner", "--corpora", str(tmp_path)]
    arguments += ["--base-address", publisher.address]
    first, second = (CliRunner().invoke(app, arguments) for _ in range(2))
    assert (first.exit_code, second.exit_code, len(publisher.asked)) == (0, 0, 2)
    assert "tweebank_ner/dev: fetched, converted and checked" in first.stdout
    assert second.stdout == "tweebank_ner/train: at hand\ntweebank_ner/dev: at hand\n"


def test_the_command_shows_a_bar_on_a_terminal(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    commit = "2e7ba2a7798c961e3f29fbc51252c5a8d40224bf"
    publisher.answers[f"/zliucr/CrossNER/{commit}/ner_data/ai/train.txt"] = Answer(b"Ada\tO\n")
    arguments = ["fetch", "crossner_ai", "--corpora", str(tmp_path)]
    result = CliRunner().invoke(app, [*arguments, "--base-address", publisher.address])
    assert "━" in result.stderr
    assert "error: crossner_ai/train: expected sha256 515452a78b70…" in result.stderr


def test_the_command_goes_on_after_a_failure_and_tells_it(
    publisher: Publisher, tmp_path: Path
) -> None:
    arguments = ["fetch", "gmb", "crossner_ai", "--corpora", str(tmp_path)]
    result = CliRunner().invoke(app, [*arguments, "--base-address", publisher.address])
    assert result.exit_code == 1
    assert "error: gmb: expected to be converted by hand from https://" in result.stderr
    assert result.stderr.count("expected status 200, found 404") == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fetch", "nobody"], "error: no corpus of that name"),
        (
            ["fetch", "gmb", "--base-address", "http://example.org"],
            "error: expected a base address",
        ),
        (["fetch"], "Missing argument"),
    ],
)
def test_a_wrong_command_line_is_refused_before_anything_is_fetched(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    command = ["nomen-train", "corpora", *arguments, "--corpora", str(tmp_path)]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert message in capsys.readouterr().err
