"""The version of the default bundle, which answers tell."""

import json

from nomen.model.bundle.shipped import find_bundle

EN = str(json.loads((find_bundle("en") / "manifest.json").read_text())["version"])
