"""A well-kept identifier beside ours: lingua, of the extra `bench`.

*Source:* Stahl, lingua-language-detector 2.1, https://github.com/pemistahl/lingua-py.
"""

import importlib
import importlib.util
from collections.abc import Sequence

from nomen.training.errors import TrainingError
from nomen.training.languages.evaluation import Identify

_OTHER_TAGS = {"no": "nb"}


def lingua_identify() -> Identify:
    """Give lingua with all its languages and its larger models.

    Raises:
        TrainingError: When it is not installed.
    """
    if importlib.util.find_spec("lingua") is None:
        raise TrainingError("expected the extra `bench` for lingua: run `make install-bench`")
    lingua = importlib.import_module("lingua")
    builder = lingua.LanguageDetectorBuilder.from_all_languages()
    detector = builder.with_preloaded_language_models().build()

    def identify(texts: Sequence[str]) -> list[tuple[str, float]]:
        found = []
        for text in texts:
            best = detector.compute_language_confidence_values(text)[0]
            tag = best.language.iso_code_639_1.name.lower()
            found.append((_OTHER_TAGS.get(tag, tag), best.value) if best.value else ("und", 0.0))
        return found

    return identify
