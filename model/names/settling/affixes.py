"""Words that stand beside a name: titles and keys before it, degrees and suffixes after it.

All are in lower case and without a final full stop. Words that are also common names are left out,
unless the guideline decides them (`Justice`, `Coach`).
"""

from nomen.model.names.common_words import TITLES

_BEFORE = """
    mr mrs ms mx miss messrs mister madam madame mme mmes mademoiselle mlle monsieur signor signora
    signorina señor señora señorita senor senora senorita doña herr frau fräulein dr drs doctor prof
    profs professor rev reverend lt capt sgt cpl cmdr sir atty ustaz ustad haji hajji hajjah justice
    shri shrimati smt coach manager uncle aunt auntie aunty brother sister
    grandma grandpa granny grandad mum mummy mom mommy dad daddy
    dear hi hello hey bye goodbye thanks thx cheers regards gracias
    name names surname forename firstname lastname patient givn surn
"""
_ABBREVIATED = "sen. gov. col. maj. gen. hon. pres. rep. supt. insp. fr."
_DEGREES = """
    phd ph.d md m.d esq mba cpa rn r.n dds d.d.s dvm obe cbe mbe kbe qc kc frs msc m.sc bsc b.sc b.a
    m.a llb llm jd j.d facs pharmd mbbs
"""
_SUFFIXES = "jr sr ii iii iv jnr snr"
_OFFICES = "executive treasurer trustee owner ceo cfo cto hr"
_PARTICLES = "van von der den de la le di da del al el bin ibn ter ten dos du st mac ben abu"

BEFORE_NAMES = frozenset(_BEFORE.split())
"""Titles, kin, greetings and keys of records that stand before a name and are no part of it."""
ABBREVIATED_TITLES = frozenset(_ABBREVIATED.split())
"""Titles only with their full stop, as they stand in a text but for their casing."""
DEGREES = frozenset(_DEGREES.split())
"""Degrees and honours that stand after a name; they count only in upper or mixed case."""
SUFFIXES = frozenset(_SUFFIXES.split())
"""They are the last part of a name, also after a comma."""
PARTICLES = frozenset(_PARTICLES.split())
"""They stand before the word of a surname; `is_particle` knows their casing."""
ROLES = TITLES | frozenset(_OFFICES.split())
"""What may stand in brackets after a name, and is none."""
NO_INITIALS = frozenset({"U.S.", "U.K.", "U.N.", "D.C.", "M.D.", "B.C.", "A.D."})
"""Abbreviations that look like initials after a surname."""


def word(token: str) -> str:
    """Give a token as these lists write it."""
    return token.lower().rstrip(".")


def is_before_names(token: str) -> bool:
    """Tell whether a token before a name is no part of it."""
    lower = token.lower()
    return lower.rstrip(".") in BEFORE_NAMES or lower in ABBREVIATED_TITLES


def is_particle(token: str) -> bool:
    """Tell whether a token stands before the word of a surname (`van`, `De`); `AL` are initials."""
    return word(token) in PARTICLES and not token.isupper()
