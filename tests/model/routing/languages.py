"""An identifier of languages that tells them by words, and bundles for them."""

from collections.abc import Sequence

from nomen.model.languages.identifier import Identified
from nomen.model.reading import Reader

ENGLISH = Reader(name="en", label="nomen-en 1.0.0")
MANY = Reader(
    name="many",
    label="nomen-many 2.0.0",
    languages=("en", "de", "sv", "ru"),
    scripts=frozenset({"Latin", "Cyrillic"}),
)
CHINESE = Reader(
    name="zh", label="nomen-zh 1.0.0", languages=("zh",), scripts=frozenset({"Latin", "Han"})
)

_WORDS = {"来了": "zh", "the": "en", "der": "de", "och": "sv", "και": "el", "и": "ru", "của": "vi"}
_SCRIPTS = {"el": "Greek", "zh": "Han", "ru": "Cyrillic"}


class ByWords:
    """Tells a language by one of its words; `und` without one. It counts the texts that it read."""

    def __init__(self, *, probability: float = 1.0) -> None:
        self.num_texts = 0
        self._probability = probability

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        self.num_texts += len(texts)
        return [_identified(text, self._probability) for text in texts]


def _identified(text: str, probability: float) -> Identified:
    for word, language in _WORDS.items():
        if word in text:
            return Identified(language, probability, _SCRIPTS.get(language, "Latin"))
    script = "Latin" if any(map(str.isalpha, text)) else ""
    return Identified("und", 0.0, script)
