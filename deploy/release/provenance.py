"""Prints what an image was built from, as an unsigned in-toto statement.

*Source:* SLSA, Provenance, v1: https://slsa.dev/spec/v1.0/provenance
"""

import argparse
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCKS = {"cpu": ("core",), "gpu": ("core", "gpu"), "train": ("core", "train")}
LOCKS["cluster"] = ("core", "cluster")
BUILD_TYPE = "urn:nomen:deploy/release/image.sh"
SOURCE = "git:nomen"


def sha256_of(file: Path) -> dict[str, str]:
    """Give the digest of a file as in-toto writes it."""
    return {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}


def inputs_of(target: str, *, base: str, revision: str) -> list[dict[str, Any]]:
    """Give all that the image was built from, each with its digest."""
    name, _, digest = base.partition("@sha256:")
    dependencies: list[dict[str, Any]] = [
        {"uri": f"docker://{name}", **({"digest": {"sha256": digest}} if digest else {})},
        {"uri": SOURCE, "digest": {"gitCommit": revision}},
        {"uri": "Dockerfile", "digest": sha256_of(ROOT / "Dockerfile")},
    ]
    files = [ROOT / "locks" / f"{lock}.txt" for lock in (*LOCKS[target], "build")]
    files += sorted((ROOT / "model" / "pretrained").glob("*/manifest.json"))
    return dependencies + [
        {"uri": file.relative_to(ROOT).as_posix(), "digest": sha256_of(file)} for file in files
    ]


def statement(chosen: argparse.Namespace, *, now: str) -> dict[str, Any]:
    """Write the statement about one image."""
    builder = os.environ.get("BUILDER_ID", "about:unknown")
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {
                "name": chosen.name,
                "digest": {"sha256": chosen.image_id.removeprefix("sha256:").strip()},
            }
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"target": chosen.target, "base": chosen.base},
                "resolvedDependencies": inputs_of(
                    chosen.target, base=chosen.base, revision=chosen.revision
                ),
            },
            "runDetails": {
                "builder": {"id": builder},
                "metadata": {"finishedOn": now},
                "byproducts": [{"name": chosen.sbom.name, "digest": sha256_of(chosen.sbom)}],
            },
        },
    }


def main() -> None:
    """Print the statement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("name", help="name of the image")
    parser.add_argument("--target", required=True, choices=LOCKS)
    parser.add_argument("--base", required=True, help="the base image, with its digest if known")
    parser.add_argument("--revision", required=True, help="the commit, ending in -dirty if changed")
    parser.add_argument("--image-id", required=True)
    parser.add_argument("--sbom", required=True, type=Path)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    print(json.dumps(statement(parser.parse_args(), now=now), indent=1))  # a command


if __name__ == "__main__":
    main()
