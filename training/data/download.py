"""Fetches corpora that are published as columns: downloads, converts and checks them."""

import http.client
import os
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from nomen.training.data.conll import DOCUMENT_START, Columns
from nomen.training.data.labels import bio
from nomen.training.data.readers import read_documents
from nomen.training.data.registry import Corpus, Split, file_sha256, split_path
from nomen.training.errors import CorpusError

_CHUNK_BYTES = 2**16
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

Progress = Callable[[int, int | None], None]
"""Called with the bytes so far and, where it is known, their total."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where published files come from, and how large and how slow one may be.

    Attributes:
        base_address: Begins with https://, or with http:// and a loopback host.
        max_bytes: The largest file that is accepted.
        timeout_seconds: The longest time without data.
        deadline_seconds: The longest download.
    """

    base_address: str = "https://raw.githubusercontent.com"
    max_bytes: int = 64 * 2**20
    timeout_seconds: float = 30.0
    deadline_seconds: float = 600.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_address)
        is_loopback = parts.scheme == "http" and parts.hostname in _LOOPBACK
        if not parts.hostname or (parts.scheme != "https" and not is_loopback):
            raise CorpusError("expected a base address with https://, or http:// on this machine")

    def address(self, corpus: Corpus, split: Split) -> str:
        """Give the address of a published file, pinned to its commit."""
        path = quote(f"{corpus.repository}/{corpus.commit}/{corpus.files[split]}")
        return f"{self.base_address.rstrip('/')}/{path}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirect, so that only the pinned address is asked."""

    def redirect_request(self, *args: Any) -> None:  # noqa: ANN401  # urllib's own signature
        del args


def how_to_get(corpus: Corpus) -> str:
    """Say in one line where a corpus is published and what its conversion by hand takes."""
    return f"expected to be converted by hand from {corpus.address}: {corpus.needs}"


def fetch_split(
    corpus: Corpus,
    split: Split,
    folder: Path,
    *,
    origin: Origin,
    progress: Progress = lambda *_: None,
) -> Path:
    """Download one split of a corpus, convert it and move it into the folder of corpora.

    The file appears whole and with the registered checksum, or an older one stays.

    Raises:
        CorpusError: When it is not published as columns, cannot be downloaded, or differs from the
            registered file.
    """
    if not corpus.is_fetchable:
        raise CorpusError(f"{corpus.name}: {how_to_get(corpus)}")
    target = split_path(corpus, split, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as scratch:
            published = Path(scratch) / Path(corpus.files[split]).name
            converted = published.with_name(f"{published.name}.converted")
            with published.open("wb") as file:
                for chunk in _download(origin.address(corpus, split), origin, progress):
                    file.write(chunk)
            convert(published, converted, corpus.columns)
            _check(corpus, split, converted)
            target.parent.mkdir(exist_ok=True)
            os.replace(converted, target)  # noqa: PTH105  # the one that is atomic everywhere
    except OSError as error:
        raise CorpusError(f"{folder}: expected a folder that can be written") from error
    return target


def convert(published: Path, converted: Path, columns: Columns) -> None:
    """Write a file of columns as `TOKEN<TAB>TAG` lines, BIO with PER alone."""
    with converted.open("w", encoding="utf-8", newline="\n") as file:
        for sentence in read_documents(published, columns):
            if sentence is None:
                file.write(f"{DOCUMENT_START}\tO\n\n")
                continue
            labels = bio(sentence.names, len(sentence.tokens))
            for token, label in zip(sentence.tokens, labels, strict=True):
                file.write(f"{token}\t{label if label == 'O' else f'{label}-PER'}\n")
            file.write("\n")


def _check(corpus: Corpus, split: Split, converted: Path) -> None:
    found, registered = file_sha256(converted), corpus.sha256[split]
    if found != registered:
        both = f"expected sha256 {registered[:12]}… after conversion, found {found[:12]}…"
        raise CorpusError(f"{corpus.name}/{split}: {both}; it is not kept")


def _download(address: str, origin: Origin, progress: Progress) -> Iterator[bytes]:
    deadline = time.monotonic() + origin.deadline_seconds
    opener = urllib.request.build_opener(_NoRedirect)
    num_bytes = 0
    try:
        with opener.open(address, timeout=origin.timeout_seconds) as response:
            total = response.length
            while chunk := response.read1(_CHUNK_BYTES):
                num_bytes += len(chunk)
                if num_bytes > origin.max_bytes:
                    raise CorpusError(f"{address}: expected {origin.max_bytes:,} bytes at most")
                if time.monotonic() > deadline:
                    raise CorpusError(f"{address}: expected {origin.deadline_seconds:g} s at most")
                progress(num_bytes, total)
                yield chunk
    except urllib.error.HTTPError as error:
        error.close()
        expected = f"expected status {HTTPStatus.OK}, found {error.code}"
        raise CorpusError(f"{address}: {expected}") from error
    except (OSError, http.client.HTTPException) as error:
        raise CorpusError(f"{address}: expected an answer, found none or half of one") from error
    if total is not None and num_bytes != total:
        raise CorpusError(f"{address}: expected {total:,} bytes, found {num_bytes:,}")
