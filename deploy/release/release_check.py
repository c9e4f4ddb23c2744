"""Says what is still missing for a release, or sets its version: `make release-check`.

    python deploy/release/release_check.py                 one line for each thing that is missing
    python deploy/release/release_check.py --set 0.2.0     write a new version wherever it stands

pyproject.toml decides the version. The other places cannot read it from there.
"""

import argparse
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSION = r"\d+\.\d+\.\d+"
PYPROJECT = "pyproject.toml"
PLACES = {
    PYPROJECT: rf'(?m)^(name = "nomen"\nversion = "){VERSION}(")',
    "Dockerfile": rf"(?m)^(ARG VERSION=){VERSION}($)",
    "README.md": rf"(\bnomen(?:-[a-z]+)?:){VERSION}(\b)",
    "deploy/compose.yaml": rf"(\bimage: nomen(?:-[a-z]+)?:){VERSION}(\b)",
    "deploy/kubernetes/**/*.yaml": rf"(\bimage: nomen(?:-[a-z]+)?:){VERSION}(\b)",
}
"""Where the version stands: a pattern with what is before it and what is behind it."""
CHANGELOG, UPGRADING = "CHANGELOG.md", "docs/upgrading.md"
PROVENANCE = "dist/cpu/provenance.json"


def places() -> Iterator[tuple[Path, re.Pattern[str]]]:
    """Give each file that may hold the version, with the pattern for it."""
    for glob, pattern in PLACES.items():
        for file in sorted(ROOT.glob(glob)):
            yield file, re.compile(pattern)


def set_version(version: str) -> None:
    """Write a version wherever it stands."""
    for file, pattern in places():
        text = file.read_text(encoding="utf-8")
        changed = pattern.sub(rf"\g<1>{version}\g<2>", text)
        if changed != text:
            file.write_text(changed, encoding="utf-8")


def other_versions(version: str) -> Iterator[str]:
    """Find the places that have another version."""
    for file, pattern in places():
        for found in pattern.finditer(file.read_text(encoding="utf-8")):
            said = found[0].removeprefix(found[1]).removesuffix(found[2])
            if said != version:
                yield f"{file.relative_to(ROOT)}: expected {version}, found {said}: use --set"


def missing_pages(version: str) -> Iterator[str]:
    """Find what the documents do not yet say of a version."""
    changelog = (ROOT / CHANGELOG).read_text(encoding="utf-8")
    if not re.search(rf"(?m)^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changelog):
        yield f"{CHANGELOG}: expected a section [{version}] with a date"
    _, _, rest = changelog.partition("## [Unreleased]\n")
    if rest.partition("\n## ")[0].strip():
        yield f"{CHANGELOG}: expected nothing under [Unreleased]"
    if f"\n## {version}\n" not in (ROOT / UPGRADING).read_text(encoding="utf-8"):
        yield f"{UPGRADING}: expected a section {version}"


def git(*arguments: str) -> str:
    """Run git here and give what it prints."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def untidy_sources(version: str) -> Iterator[str]:
    """Find what keeps the commit from being the release."""
    if git("status", "--porcelain"):
        yield "git: expected no changes that are not committed"
    if git("tag", "--list", f"v{version}") and git("rev-list", "-1", f"v{version}") != git(
        "rev-parse", "HEAD"
    ):
        yield f"git: v{version} is the tag of another commit"


def unfit_image() -> Iterator[str]:
    """Find why the image that was built last cannot be released."""
    file = ROOT / PROVENANCE
    if not file.is_file():
        yield f"{PROVENANCE}: expected the image: make image"
        return
    build = json.loads(file.read_text(encoding="utf-8"))["predicate"]["buildDefinition"]
    digests = {one["uri"]: one.get("digest", {}) for one in build["resolvedDependencies"]}
    if "@sha256:" not in build["externalParameters"]["base"]:
        yield f"{PROVENANCE}: expected a base with its digest: make image BASE_IMAGE=…@sha256:…"
    if digests["git:nomen"].get("gitCommit") != git("rev-parse", "HEAD"):
        yield f"{PROVENANCE}: expected an image of this commit, without changes: make image"


def problems() -> list[str]:
    """Find all that is missing for a release of what pyproject.toml names."""
    text = (ROOT / PYPROJECT).read_text(encoding="utf-8")
    version = tomllib.loads(text)["project"]["version"]
    return [
        *other_versions(version),
        *missing_pages(version),
        *untidy_sources(version),
        *unfit_image(),
    ]


def main() -> None:
    """Print the problems and exit with 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("--set", metavar="VERSION", help="write this version, check nothing")
    chosen = parser.parse_args().set
    if chosen is not None:
        if not re.fullmatch(VERSION, chosen):
            parser.error("expected a version as 1.2.3")
        set_version(chosen)
        return
    found = problems()
    print("\n".join(found) or "ready to be tagged")  # a command
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
