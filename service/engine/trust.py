"""Checks, before a bundle is read, that it is one that may be loaded."""

import hashlib
import stat
from collections.abc import Collection
from pathlib import Path

from nomen.model.bundle.bundle import MANIFEST
from nomen.model.errors import BundleError


def check_trusted(path: Path, pins: Collection[str]) -> None:
    """Check that only its owner and group can change a bundle, and that it is a pinned one.

    Args:
        path: The bundle's directory.
        pins: The checksums of the manifests that may be loaded, in hexadecimal digits. A manifest
            has the checksums of all other files. None of them allows every bundle.

    Raises:
        BundleError: When the bundle is refused; the message names the file.
    """
    for each in (path, *sorted(path.iterdir())):
        if each.stat().st_mode & stat.S_IWOTH:
            raise BundleError(f"{each}: expected no write access for everyone (chmod o-w)")
    if pins:
        check_pinned(path, _sha256(path / MANIFEST), pins)


def check_pinned(path: Path, sha256: str, pins: Collection[str]) -> None:
    """Check that a bundle is one of those that are pinned.

    Args:
        path: The bundle's directory.
        sha256: The checksum of its manifest.
        pins: As for `check_trusted`.

    Raises:
        BundleError: When the bundle is another one.
    """
    if pins and sha256 not in pins:
        raise BundleError(
            f"{path / MANIFEST}: expected a checksum of NOMEN_BUNDLE_SHA256, found {sha256}"
        )


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise BundleError(f"{file}: expected a readable file ({error.strerror})") from error
