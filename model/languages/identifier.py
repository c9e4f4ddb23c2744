"""The identifier of languages: texts to the language of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nomen.model.arrays import Float32Array
from nomen.model.errors import BundleError
from nomen.model.languages.files import (
    SHIPPED_IDENTIFIER,
    LanguagesManifest,
    Parameters,
    read_identifier,
)
from nomen.model.languages.letters import (
    NO_SCRIPT,
    CodeArray,
    main_script,
    read_codes,
    script_table,
    without_addresses,
)
from nomen.model.languages.n_grams import find_rows
from nomen.model.languages.network import Network

UNKNOWN = "und"
"""The BCP 47 tag of an undetermined language."""
_LANGUAGE_OF_SCRIPT = {
    "Cherokee": "chr",
    "Javanese": "jv",
    "Kannada": "kn",
    "Lao": "lo",
    "Mongolian": "mn",
    "Myanmar": "my",
    "Nko": "nqo",
    "Sinhala": "si",
    "Sundanese": "su",
    "Tibetan": "bo",
    "Yi": "ii",
}
"""Of scripts that the network has not learned. *Source:* Unicode CLDR, likelySubtags."""
_TOLERANCE = 0.02
"""Of a self-test's probability."""


class Identified(NamedTuple):
    """The language of a text.

    Attributes:
        language: BCP 47 primary tag; `und` if it is unsure, or the text has no letters.
        probability: 0 to 1, calibrated; of the likeliest language, which `und` does not name.
        script: Unicode name of the script of most letters; empty where there are none.
    """

    language: str
    probability: float
    script: str


class Logits(NamedTuple):
    """The logits of the possible languages of a text, float32 (L,)."""

    languages: list[str]
    values: Float32Array


NO_LETTERS = Identified(UNKNOWN, 0.0, NO_SCRIPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The possible languages of one script.

    Attributes:
        languages: Their primary tags.
        weights: float32 (H W, L), see `Network.output`.
        bias: float32 (L,).
        groups: Places of the close languages of each.
    """

    languages: list[str]
    weights: Float32Array
    bias: Float32Array
    groups: list[NDArray[np.intp]]


class LanguageIdentifier:
    """Tells the language of texts; made by `load`. It may be used by several threads at once."""

    def __init__(self, manifest: LanguagesManifest, parameters: Parameters) -> None:
        self.manifest = manifest
        self._threshold = manifest.threshold
        self._network = Network(
            vectors=parameters["vectors"],
            bias=parameters["bias"],
            forget=(parameters["forget.weight"], parameters["forget.bias"]),
            admit=(parameters["input.weight"], parameters["input.bias"]),
        )
        _, self._scripts = script_table()
        self._latin = self._scripts.index("Latin")
        self._choices = {
            self._scripts.index(script): _choice(manifest, parameters, places, self._network)
            for script, places in manifest.scripts.items()
            if script in self._scripts
        }

    @classmethod
    def load(cls, folder: Path = SHIPPED_IDENTIFIER) -> "LanguageIdentifier":
        """Read, verify and test an identifier; the one that ships by default.

        Raises:
            BundleError: When it is missing or damaged, or says other than its self-tests.
        """
        files = read_identifier(folder)
        identifier = cls(files.manifest, files.parameters)
        tests = files.manifest.self_tests
        for test, found in zip(tests, identifier.identify([t.text for t in tests]), strict=True):
            is_near = abs(found.probability - test.probability) <= _TOLERANCE
            if found.language != test.language or not is_near:
                raise BundleError(f"{folder}: self_tests: expected other languages")
        return identifier

    @property
    def languages(self) -> frozenset[str]:
        """The primary tags of all languages that it can tell."""
        tags = {language for choice in self._choices.values() for language in choice.languages}
        return frozenset(tags | set(_LANGUAGE_OF_SCRIPT.values()))

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        """Tell the language of each text.

        The script of most letters decides where one language is written in it, else the network.
        """
        return [self._identify(text) for text in texts]

    def logits(self, text: str) -> Logits | None:
        """Give the logits of a text's possible languages; None where its script decides."""
        text = without_addresses(text)
        codes = read_codes(text)
        choice = self._choices.get(self._script(text, codes))
        if choice is None or len(choice.languages) == 1:
            return None
        return Logits(choice.languages, self._values(choice, codes))

    def _identify(self, text: str) -> Identified:
        text = without_addresses(text)
        codes = read_codes(text)
        script = self._script(text, codes)
        if script == 0:
            return NO_LETTERS
        name = self._scripts[script]
        choice = self._choices.get(script)
        if choice is None:
            return Identified(_LANGUAGE_OF_SCRIPT.get(name, UNKNOWN), 1.0, name)
        if len(choice.languages) == 1:
            return Identified(choice.languages[0], 1.0, name)
        return self._choose(choice, codes, name)

    def _script(self, text: str, codes: CodeArray) -> int:
        has_only_latin = text.isascii() and text.upper() != text.lower()
        return self._latin if has_only_latin else main_script(codes)

    def _values(self, choice: _Choice, codes: CodeArray) -> Float32Array:
        logits: Float32Array = self._network.states(find_rows(codes)) @ choice.weights  # (L,)
        logits += choice.bias
        return logits

    def _choose(self, choice: _Choice, codes: CodeArray, script: str) -> Identified:
        logits = self._values(choice, codes)
        best = int(logits.argmax())
        logits -= logits[best]
        np.exp(logits, out=logits)
        total = float(np.add.reduce(logits))
        probability = 1 / total
        is_sure = (
            probability >= self._threshold
            or float(logits[choice.groups[best]].sum()) >= self._threshold * total
        )
        return Identified(choice.languages[best] if is_sure else UNKNOWN, probability, script)


def _choice(
    manifest: LanguagesManifest,
    parameters: Mapping[str, Float32Array],
    places: list[int],
    network: Network,
) -> _Choice:
    tags = [manifest.languages[place].split("-")[0] for place in places]
    groups = [
        {tag, *(t for group in manifest.close if tag in group for t in group)} for tag in tags
    ]
    slope = np.float32(manifest.slope)
    return _Choice(
        languages=tags,
        weights=network.output(parameters["output.weight"][places]) * slope,
        bias=parameters["output.bias"][places] * slope,
        groups=[np.array([k for k, tag in enumerate(tags) if tag in group]) for group in groups],
    )
