"""The versions of shipped bundles, which answers tell."""

import json

from nomen.model.bundle.shipped import find_bundle


def _version(name: str) -> str:
    return str(json.loads((find_bundle(name) / "manifest.json").read_text())["version"])


EN, EN_OPEN = _version("en"), _version("en-open")
