"""Maps corpora of other guidelines to ours: titles outside names; knows no files."""

from training.labels import LabelledSentence, labels_from_spans, spans

TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "messrs",
        "mister",
        "madam",
        "madame",
        "mme",
        "mlle",
        "monsieur",
        "sir",
        "dame",
        "lord",
        "lady",
        "master",
        "the",
        "old",
        "young",
        "little",
        "poor",
        "dear",
        "dr",
        "doctor",
        "prof",
        "professor",
        "rev",
        "reverend",
        "fr",
        "father",
        "brother",
        "sister",
        "mother",
        "saint",
        "pope",
        "imam",
        "ayatollah",
        "rabbi",
        "sheikh",
        "mullah",
        "cardinal",
        "archbishop",
        "bishop",
        "gen",
        "general",
        "lt",
        "lieutenant",
        "col",
        "colonel",
        "maj",
        "major",
        "capt",
        "captain",
        "sgt",
        "sergeant",
        "cpl",
        "corporal",
        "pvt",
        "private",
        "adm",
        "admiral",
        "cmdr",
        "commander",
        "marshal",
        "chief",
        "president",
        "vice-president",
        "vice",
        "prime",
        "deputy",
        "foreign",
        "interior",
        "defense",
        "defence",
        "finance",
        "minister",
        "ministers",
        "premier",
        "chancellor",
        "secretary",
        "secretary-general",
        "secretary-of-state",
        "king",
        "queen",
        "prince",
        "princess",
        "emperor",
        "empress",
        "sultan",
        "emir",
        "duke",
        "duchess",
        "earl",
        "count",
        "countess",
        "baron",
        "baroness",
        "squire",
        "senator",
        "sen",
        "representative",
        "rep",
        "congressman",
        "congresswoman",
        "governor",
        "gov",
        "mayor",
        "ambassador",
        "judge",
        "justice",
        "attorney",
        "spokesman",
        "spokeswoman",
        "chairman",
        "director",
        "leader",
        "envoy",
        "aunt",
        "uncle",
        "cousin",
        "then-president",
        "ex-president",
    ]
)
"""Lower-case words, without a final full stop, that stand before a name and are not part of it."""

_JOINING = frozenset({"of", "the", "and", "&"})


def strip_titles(sentence: LabelledSentence) -> LabelledSentence:
    """Take leading titles and roles out of names; a name of nothing else is none.

    *Source:* CoNLL-2003's guideline, where titles and roles stand outside the name.
    """
    kept = []
    for start, end in spans(sentence.labels):
        first = _first_after_titles(sentence.tokens[start:end])
        if start + first < end:
            kept.append((start + first, end))
    return LabelledSentence(sentence.tokens, labels_from_spans(kept, len(sentence.tokens)))


def _first_after_titles(name: tuple[str, ...]) -> int:
    first = 0
    for i, token in enumerate(name):
        word = token.lower()
        if word.rstrip(".") in TITLES or word in TITLES:
            first = i + 1
        elif word not in _JOINING:
            break
    else:
        return len(name) if first else 0
    return first
