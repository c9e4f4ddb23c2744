"""Writes docs/licences.md: the licence of each package of the locks, as the package states it.

    python deploy/release/licences.py

It reads what is installed, which `make test` holds to the locks; `make lock` runs it.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "licences.md"
LOCKS = {"cpu": "core", "gpu": "gpu", "train": "train", "cluster": "cluster"}
WITHOUT_HASHES = {"torch": ("gpu", "train")}
"""Packages of images that no lock has."""
SPDX = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
HEAD = """# Licences

The packages that the images install, by the licence that each states of itself. `make lock` writes
this page. Nomen's own code is under Apache-2.0; [the model card](model-card.md) has the terms of
the corpora. The base image adds Python (PSF-2.0) and packages of Debian, whose licences lie in
`/usr/share/doc` of the image.

| package | licence | images |
| --- | --- | --- |
"""


def packages() -> dict[str, list[str]]:
    """Give the images of each package that Linux installs."""
    found: dict[str, list[str]] = {name: list(images) for name, images in WITHOUT_HASHES.items()}
    for image, lock in LOCKS.items():
        text = (ROOT / "locks" / f"{lock}.txt").read_text(encoding="utf-8")
        for line in re.findall(r"(?m)^([a-z0-9][^\\\n]*) \\$", text):
            package = Requirement(line)
            if package.marker is None or package.marker.evaluate():
                found.setdefault(package.name, []).append(image)
    return found


def licence_of(package: str) -> str:
    """Give the licence that an installed package states, as an SPDX expression where it is one."""
    stated = metadata(package).json
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in stated.get("classifier", ())
        if line.startswith("License :: OSI Approved :: ")
    ]
    field = str(stated.get("license", ""))
    short = "" if "\n" in field else field  # some state the whole text
    said = str(stated.get("license_expression", "")) or short or " AND ".join(classifiers)
    return SPDX.get(said, said or "unstated")


def page() -> str:
    """Write the page."""
    rows = (
        f"| {name} | {licence_of(name)} | {', '.join(images)} |"
        for name, images in sorted(packages().items())
    )
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    try:
        PAGE.write_text(page(), encoding="utf-8")
    except PackageNotFoundError as error:
        sys.exit(f"{PAGE.name}: {error.name} is not installed: make install, then make lock again")
