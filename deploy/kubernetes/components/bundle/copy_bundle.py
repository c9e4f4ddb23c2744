"""Copies a bundle if it is one that was asked for; prints one line and exits with 1 otherwise.

    python3 copy_bundle.py SOURCE TARGET SHA256[,SHA256…]

TARGET appears whole or not at all, and nobody but its owner may write to it.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

MANIFEST = "manifest.json"


class RefusedError(Exception):
    """The bundle is not what was asked for, or cannot be read."""


def files_of(source: Path, asked: set[str]) -> dict[str, bytes]:
    """Read the files of a bundle: its manifest and what that names."""
    manifest = (source / MANIFEST).read_bytes()
    found = hashlib.sha256(manifest).hexdigest()
    if found not in asked:
        raise RefusedError(f"{MANIFEST}: its SHA-256 {found} was not asked for")
    files = {MANIFEST: manifest}
    for name, facts in json.loads(manifest)["files"].items():
        if name != Path(name).name:
            raise RefusedError(f"{MANIFEST}: expected names of files without folders")
        files[name] = (source / name).read_bytes()
        if hashlib.sha256(files[name]).hexdigest() != facts["sha256"]:
            raise RefusedError(f"{name}: expected the SHA-256 of the manifest")
    return files


def write(files: dict[str, bytes], target: Path) -> None:
    """Write a folder that was not there; what an earlier try left is removed."""
    part = target.with_name(target.name + ".part")
    for folder in (part, target):
        shutil.rmtree(folder, ignore_errors=True)
    part.mkdir()
    for name, content in files.items():
        (part / name).write_bytes(content)
        (part / name).chmod(0o444)
    part.chmod(0o755)
    part.rename(target)


def main(source: str, target: str, sha256: str) -> int:
    """Copy the bundle and give the exit code."""
    try:
        write(files_of(Path(source), set(sha256.split(","))), Path(target))
    except (RefusedError, OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"bundle refused: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
