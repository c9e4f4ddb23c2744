"""Two registered corpora of a test's own, in two languages; one has a train split."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from nomen.training.data.registry import Corpus, Split

SENTENCES = {
    "en": "Ann\tB-PER\nleft\tO\n\nHe\tO\nsaw\tO\nBob\tB-PER\n\n",
    "he": "נועה\tB-PER\nהלכה\tO\n\n",
}

TRAIN = {"he": "הנועה\tO\nנועה\tO\n\n" * 3}


def written_corpora(folder: Path) -> Mapping[str, Corpus]:
    """Write the files of an English corpus and of a Hebrew one; give their registry."""
    places = {"en": folder / "ner" / "own_en", "he": folder / "languages" / "ner" / "own_he"}
    found = {}
    for language, place in places.items():
        place.mkdir(parents=True)
        splits: dict[Split, str] = {"dev": SENTENCES[language]}
        if language in TRAIN:
            splits["train"] = TRAIN[language]
        for split, content in splits.items():
            (place / f"{split}.conll").write_text(content, encoding="utf-8")
        found[place.name] = Corpus(
            name=place.name,
            language=language,
            licence_class="open",
            licence="CC0",
            repository="own/own",
            description="A test's own.",
            harmonisation="none",
            sha256=_sums(splits),
            needs="nothing",
        )
    return found


def _sums(splits: Mapping[Split, str]) -> dict[Split, str]:
    return {split: hashlib.sha256(text.encode()).hexdigest() for split, text in splits.items()}
