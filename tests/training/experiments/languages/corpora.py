"""Two registered dev sets of a test's own, in two languages."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from nomen.training.data.registry import Corpus

SENTENCES = {
    "en": "Ann\tB-PER\nleft\tO\n\nHe\tO\nsaw\tO\nBob\tB-PER\n\n",
    "he": "נועה\tB-PER\nהלכה\tO\n\n",
}


def written_corpora(folder: Path) -> Mapping[str, Corpus]:
    """Write the files of an English corpus and of a Hebrew one; give their registry."""
    places = {"en": folder / "ner" / "own_en", "he": folder / "languages" / "ner" / "own_he"}
    found = {}
    for language, place in places.items():
        place.mkdir(parents=True)
        content = SENTENCES[language].encode()
        (place / "dev.conll").write_bytes(content)
        found[place.name] = Corpus(
            name=place.name,
            language=language,
            licence_class="open",
            licence="CC0",
            repository="own/own",
            description="A test's own.",
            harmonisation="none",
            sha256={"dev": hashlib.sha256(content).hexdigest()},
            needs="nothing",
        )
    return found
