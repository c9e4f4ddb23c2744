"""Writes names of other scripts in Latin letters, roughly as English texts do.

*Source:* the tables of the library anyascii. It reads letter by letter, so what depends on
neighbours stands here: unwritten vowels of Indian scripts, Greek digraphs, soft sounds of Tamil.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from anyascii import anyascii

_INDIAN = ("BENGALI", "DEVANAGARI", "GUJARATI", "ORIYA", "SINHALA", "TAMIL")
_WITHOUT_VOWELS = ("ARABIC", "HEBREW", "THAI")
"""Scripts whose letters do not tell the vowels or their places."""

_CONSONANTS = {"CA": "ch", "CHA": "chh", "SHA": "sh", "SSA": "sh", "RRA": "r", "LLLA": "zh"}
_FINAL_A_STAYS = ("SINHALA", "TAMIL")
_UNWRITTEN = "ə"
_MUTE_SCHWA = ("BENGALI", "DEVANAGARI", "GUJARATI")
_CONSONANT = "(?:chh|[bcdgjkpst]?h|[b-df-gj-np-tv-z])"
_MUTE = re.compile(rf"^(.*[aeiouə]{_CONSONANT})ə({_CONSONANT}[aeiouə])")

_UKRAINIAN = str.maketrans("гГиИїЇйЙ", "hHyYiIiI")
_BULGARIAN = str.maketrans("ъЪ", "аА")  # noqa: RUF001 - Cyrillic is meant
_GREEK = {"ου": "ou", "γγ": "ng", "αυ": "av", "ευ": "ev", "ντζ": "tz", "ξ": "x"}  # noqa: RUF001 - Greek
_TAMIL = (
    ("cc", "ch"),
    ("nc", "nj"),
    (r"c(?!h)", "s"),
    ("thth", "tth"),
    ("nk", "ng"),
    (r"nt(?!h)", "nd"),
    ("mp", "mb"),
    (r"(?<=[aeiouə])k(?=[aeiouə])", "g"),
    (r"(?<=[aeiouə])t(?=[aeiouə])", "d"),
    (r"(?<=[aeiouə])p(?=[aeiouə])", "b"),
)
_KOREAN_ENDS = {"g": "k", "d": "t", "b": "p"}


def romanised(name: str, language: str) -> str | None:
    """Give a name in Latin letters, each word with a capital; Latin ones stay as they are.

    Args:
        name: A name in one script; any case.
        language: ISO 639 code of its language, where one script is read in several ways.

    Returns:
        None for scripts that do not write vowels (Arabic, Hebrew) or not in order (Thai).
    """
    name = unicodedata.normalize("NFC", " ".join(name.split()))
    if name.isascii():
        return name
    scripts = {script_of(letter) for letter in name if letter.isalpha()}
    if scripts <= {"LATIN"}:
        return name
    if scripts & set(_WITHOUT_VOWELS):
        return None
    words = (_capital(_reader(script_of(word[0]), language)(word)) for word in name.split())
    return " ".join(word for word in words if word)


def script_of(letter: str) -> str:
    """Give the first word of a letter's Unicode name, as `LATIN`; empty for one without a name."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _reader(script: str, language: str) -> Callable[[str], str]:
    if script in _INDIAN:
        return _from_indian
    if script == "HANGUL":
        return _from_hangul
    if script == "GREEK":
        return _from_greek
    if script == "ARMENIAN":
        return lambda word: _armenian(anyascii(word).lower())
    if language == "uk":
        return lambda word: anyascii(word.translate(_UKRAINIAN)).lower()
    return lambda word: anyascii(word.translate(_BULGARIAN)).lower()


def _capital(word: str) -> str:
    return word[:1].upper() + re.sub("['`]", "", word[1:])


def _armenian(latin: str) -> str:
    parts = latin.replace("ow", "u").replace("rr", "r").split("-")
    return "-".join(part.capitalize() for part in parts)


def _from_greek(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.lower())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    plain = re.sub("^μπ", "b", re.sub("^ντ", "d", plain))
    for greek, latin in _GREEK.items():
        plain = plain.replace(greek, latin)
    return anyascii(plain)


def _from_hangul(word: str) -> str:
    syllables = "-".join(anyascii(syllable).lower() for syllable in word)
    return re.sub(r"(?<!n)[gdb](?=-|$)", lambda found: _KOREAN_ENDS[found[0]], syllables)


def _from_indian(word: str) -> str:
    script = script_of(word[0])
    latin = re.sub("n(?=[pbm])", "m", "".join(_sounds(re.sub("[\u200c\u200d]", "", word))))
    if script == "TAMIL":
        for spelling, sound in _TAMIL:
            latin = re.sub(spelling, sound, latin)
    if script in _MUTE_SCHWA:
        latin = _without_mute_vowels(latin)
    latin = latin.replace(_UNWRITTEN, "a")
    return latin.replace("v", "w") if script == "SINHALA" else latin


def _without_mute_vowels(latin: str) -> str:
    """Leave out the unwritten vowels between a vowel's consonant and a consonant with a vowel.

    *Source:* M. Ohala, Aspects of Hindi Phonology, 1983: schwa deletion, from the right.
    """
    while (shorter := _MUTE.sub(r"\1\2", latin)) != latin:
        latin = shorter
    return latin


def _sounds(word: str) -> Iterator[str]:
    """Give the sound of each letter, with the unwritten `a` where it is spoken."""
    names = [unicodedata.name(letter, "") for letter in word]
    for i, (letter, name) in enumerate(zip(word, names, strict=True)):
        if " LETTER " not in name:
            yield _mark(letter, name)
            continue
        sound = _letter(letter, name)
        yield sound
        if sound[:1] not in "aeiou" and _has_inherent_vowel(names, i):
            yield _UNWRITTEN


def _mark(letter: str, name: str) -> str:
    if "ANUSVARA" in name or "CANDRABINDU" in name:
        return "n"
    if name.endswith("VOWEL SIGN VOCALIC R"):
        return "ri"
    is_silent = "VIRAMA" in name or "AL-LAKUNA" in name or "NUKTA" in name
    return "" if is_silent else re.sub("['`]", "", anyascii(letter))


def _letter(letter: str, name: str) -> str:
    last = name.rsplit(maxsplit=1)[-1]
    if name.startswith("TAMIL"):
        return {"CA": "c", "TA": "th", "TTA": "t", "LLLA": "zh", "SSA": "sh"}.get(
            last, anyascii(letter)
        )
    if name.startswith("SINHALA"):
        if last == "CAYANNA":
            return "ch"
        return (
            "sh" if "TAALUJA SAYANNA" in name or "MUURDHAJA SAYANNA" in name else anyascii(letter)
        )
    return re.sub("['`]", "", _CONSONANTS.get(last, anyascii(letter)))


def _has_inherent_vowel(names: list[str], i: int) -> bool:
    """Tell whether a consonant is followed by an unwritten `a` that English texts write.

    At a word's end it is left out after a single consonant: `Bharat`, but `Jitendra`.
    """
    rest = [name for name in names[i + 1 :] if "NUKTA" not in name]
    if rest:
        is_vowel_or_none = "VOWEL SIGN" in rest[0] or "VIRAMA" in rest[0] or "LAKUNA" in rest[0]
        return not is_vowel_or_none and "AU LENGTH" not in rest[0]
    is_in_cluster = i > 0 and "VIRAMA" in names[i - 1]
    return names[i].startswith(_FINAL_A_STAYS) or is_in_cluster
