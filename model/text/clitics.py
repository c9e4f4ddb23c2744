"""Clitics: what an apostrophe parts from a word, in languages beside English.

- Elided words stand before a word in French, Italian and Catalan: `l'`, `d'`, `qu'`, `dell'`.
- Suffixes stand after a name in Turkish: `Ankara'da`, `Aylin'in`.

No text says which language it is in, so the rules ask for letters that English words with an
apostrophe have not: O'Brien, D'Souza, L'Engle, M'Benga, Qur'an, Shi'ite and c'mon stay whole.
In all other languages an apostrophe inside a word is a letter of it.

Patterns are for a skeleton (see `skeleton`), whose letters have no marks.

Source: counts over I-CAB, Europeana newspapers, WikiANN and the Milliyet corpus of Turkish news.
"""

_BEFORE_ANY = """
    l qu lorsqu puisqu quoiqu jusqu dell all dall nell sull coll un nessun alcun quest quell bell
    tutt senz anch dov mezz cinquant sessant trent vent
"""
_NAMES = "amour enfant engle estrange heureux hommedieu huillier oreal ouverture"
"""Names of English texts that begin with an elided article."""


def _alternatives(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


def _capitalised(words: str) -> str:
    return _alternatives(words.title())


_WHOLE = _alternatives(f"{_NAMES.title()} {_NAMES.upper()}")
ELIDED = (
    r"(?<![\w'\u2019])(?:"
    rf"(?:{_alternatives(_BEFORE_ANY)})['\u2019](?=[^\W\d_])|"
    rf"(?:{_capitalised(_BEFORE_ANY)})['\u2019](?=[a-z])|"
    rf"L['\u2019](?!{_WHOLE})(?=[A-Z])|"
    r"d['\u2019](?!y)(?=[^\W\d_])|[DC]['\u2019](?=[aeiouh])|C['\u2019](?=E)|"
    r"[cjnmts]['\u2019](?=[aeiouyh])|[JNMTS]['\u2019](?=[aeiou]))"
)
"""An elided word with its apostrophe, before the first letter of the next word."""

# As Turkish grammars write suffixes: each capital stands for the letters that harmony allows.
_AFTER_CONSONANTS = "A I In InI InA IndA IndAn IncI"
_AFTER_ANY = """
    yI nI nIn yA nA DA ndA DAn ndAn DAki ndAki lA ylA lI lIk lAr lArA lArI lArIn lArdA lArdAn
    sI sInI sInA sIndA sInIn cA ncA ncI DIr ydI
"""
_HARMONY = str.maketrans({"A": "[ae]", "I": "[\u0131iu]", "D": "[dt]"})
_UPPER_HARMONY = str.maketrans({"A": "[AE]", "I": "[IU]", "D": "[DT]", "i": "I"})
_CONSONANTS = "bcdfghjklmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ0-9"


def _suffixes(after_consonants: str, after_any: str) -> str:
    return (
        rf"(?:(?<=\w[{_CONSONANTS}]['\u2019])(?:{after_consonants})|"
        rf"(?<=\w\w['\u2019])(?:{after_any}))(?!\w)"
    )


def _in_upper_case(words: str) -> str:
    harmonic = _alternatives(words).translate(_UPPER_HARMONY)
    return harmonic.upper()


_LOWER_SUFFIX = _suffixes(
    *(_alternatives(words).translate(_HARMONY) for words in (_AFTER_CONSONANTS, _AFTER_ANY))
)
_UPPER_SUFFIX = _suffixes(*map(_in_upper_case, (_AFTER_CONSONANTS, _AFTER_ANY)))
SUFFIX = rf"(?:{_LOWER_SUFFIX}|(?<=[A-Z]['\u2019]){_UPPER_SUFFIX})"
"""A suffix after a word and an apostrophe, without them."""
