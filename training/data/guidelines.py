"""Maps the labels of other guidelines to ours: titles stay outside names.

Words are compared in lower case and without a final full stop.
"""

from collections.abc import Sequence

from nomen.training.data.labels import LabelledSentence, Span

# fmt: off
_BEFORE_NAMES = frozenset({
    "mr", "mrs", "ms", "miss", "messrs", "mister", "madam", "madame", "mme", "mademoiselle", "mlle",
    "monsieur", "signor", "signora", "signorina", "herr", "frau", "citoyen", "sir", "dame", "lady",
    "master", "dr", "doctor", "prof", "professor", "rev", "reverend", "fr", "father", "sister",
    "mother", "pope", "imam", "ayatollah", "rabbi", "sheikh", "mullah", "cardinal", "archbishop",
    "bishop", "gen", "general", "lt", "lieutenant", "col", "colonel", "maj", "major", "capt",
    "captain", "sgt", "sergeant", "cpl", "corporal", "pvt", "private", "adm", "admiral", "cmdr",
    "commander", "marshal", "president", "vice-president", "then-president", "ex-president",
    "minister", "ministers", "minister-designate", "premier", "chancellor", "secretary",
    "secretary-general", "king", "queen", "prince", "princess", "emperor", "empress", "sultan",
    "emir", "duke", "duchess", "earl", "count", "countess", "baron", "baroness", "squire",
    "senator", "sen", "representative", "rep", "congressman", "congresswoman", "governor", "gov",
    "mayor", "ambassador", "judge", "justice", "aunt", "uncle", "cousin",
})
_PARTS_OF_TITLES = frozenset({
    "prime", "vice", "deputy", "foreign", "interior", "defense", "defence", "finance", "high",
    "chief", "attorney", "crown", "lord", "brother", "spokesman", "spokeswoman", "chairman",
    "director", "leader", "envoy",
})
_EPITHETS = frozenset({"the", "old", "young", "little", "poor", "dear"})
_SURNAMES = frozenset({
    "baron", "bishop", "duke", "earl", "king", "little", "major", "marshal", "prince", "young",
})
_HEADS_OF_ROLES = frozenset({
    "ambassador", "chairman", "leader", "minister", "officer", "president", "secretary",
})
_PARTICLES = frozenset({
    "abu", "al", "af", "av", "ben", "bin", "bint", "da", "das", "de", "del", "della", "den", "der",
    "di", "do", "dos", "du", "el", "ibn", "la", "le", "lo", "ten", "ter", "van", "von", "y", "zu",
})
_DAYS = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
})
# fmt: on
_JOINING = frozenset({"the", "and", "&"})

TITLES = _BEFORE_NAMES | _PARTS_OF_TITLES | _EPITHETS
"""Words that stand before a name and are not part of it."""


def strip_titles(sentence: LabelledSentence) -> LabelledSentence:
    """Take leading titles, roles and epithets out of names.

    Where only the title is labelled (`Mr.` but not `Smith`), the label moves to the capitalised
    words after it. Where no such words follow, it is a role and no name, unless its last word is
    also a common surname (`King`).

    *Source:* CoNLL-2003's guideline, where titles and roles stand outside the name.
    """
    kept: list[Span] = []
    for start, end in sentence.names:
        if kept and start < kept[-1][1]:
            continue  # the label of the name before has moved to this one
        first = start + _first_after_titles(sentence.tokens[start:end])
        if first < end:
            kept.append((first, end))
        else:
            kept.extend(_name_of_title(sentence, end))
    return LabelledSentence(sentence.tokens, tuple(kept))


def _first_after_titles(name: Sequence[str]) -> int:
    """Give the index of the first token that is part of the name, or the length if none is."""
    words = [_word(token) for token in name]
    heads = [i for i, word in enumerate(words[:-1]) if word in _HEADS_OF_ROLES]
    first = heads[-1] + 1 if heads else 0
    while first < len(name):
        if first and words[first] == "of":
            first += 3 if words[first + 1 : first + 2] == ["the"] else 2
        elif words[first] in TITLES or _is_joining(words, first) or _is_remark(name, first):
            first += 1
        else:
            break
    return min(first, len(name))


def _is_joining(words: Sequence[str], i: int) -> bool:
    return words[i] in _JOINING and any(word in TITLES for word in words[i + 1 : i + 2])


def _is_remark(name: Sequence[str], i: int) -> bool:
    """Tell whether a word is in lower case, no particle, and before a capitalised word."""
    is_other = name[i].islower() and name[i] not in _PARTICLES
    return is_other and any(token[:1].isupper() for token in name[i + 1 :])


def _name_of_title(sentence: LabelledSentence, end: int) -> list[Span]:
    """Find the name, if any, that is meant by a labelled span of only titles that ends at `end`."""
    tokens, in_names = sentence.tokens, sentence.in_names()
    first = end
    while first < len(tokens) and not in_names[first] and _word(tokens[first]) in TITLES:
        first += 1
    title = tokens[first - 1]
    if title[:1].isupper() and _word(title) in _BEFORE_NAMES:
        last = _end_of_name(sentence, first)
        if last > first:
            return [(first, last)]
    is_surname = tokens[end - 1][:1].isupper() and _word(tokens[end - 1]) in _SURNAMES
    return [(end - 1, end)] if is_surname else []


def _end_of_name(sentence: LabelledSentence, first: int) -> int:
    """Give the end of capitalised words outside names, and of a name right after them."""
    tokens, in_names = sentence.tokens, sentence.in_names()
    last = first
    while last < len(tokens) and not in_names[last] and _may_be_name(tokens[last : last + 2]):
        last += 1
    end = dict(sentence.names).get(last)
    return end if end and last > first and _word(tokens[last]) not in TITLES else last


def _may_be_name(tokens: Sequence[str]) -> bool:
    """Tell whether two tokens begin with a capitalised word, or a particle before one."""
    token = tokens[-1] if tokens[0] in _PARTICLES else tokens[0]
    return token[:1].isupper() and _word(token) not in _DAYS


def _word(token: str) -> str:
    return token.lower().rstrip(".")
