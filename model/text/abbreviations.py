"""Abbreviations: words that keep their period, as the corpora of their language write them.

No text says which language it is in, so one list serves all of them. Words that are common without
a period in any of them are left out, and so is what the corpora of two languages write otherwise:
`art.`, `prof.` in lower case, `tzv.`, and the Russian and Bulgarian word for a year.

*Source:* the Penn Treebank for English; for others, counts over the corpora of the registry.
"""

_TITLES = """
    Mr Mrs Ms Mx Messrs Mme Mmes Dr Drs Prof Profs St Ste Rev Revs Hon Pres Gov Sen Sens Rep Reps
    Gen Lt Col Maj Capt Cmdr Cpl Sgt Pvt Brig Adm Supt Insp Amb Fr Msgr Mt Ft
"""
# Danish, Dutch, French, Italian, Norwegian, Portuguese, Spanish, Swedish, Turkish; without
# marks, as in a skeleton.
_TITLES_ELSEWHERE = "Hr Frk Mevr Dhr Mlle Mlles Sra Sras Srta Dna Sig Dott Doc"
_OTHERS = """
    Jr Sr Esq Inc Corp Co Cos Ltd Bros Assn Dept Univ Ph.D Jan Feb Aug Sept Oct Nov Dec
    Ave Blvd Rd Calif Fla Conn Mich Minn Tenn Tex Ariz Colo Okla Wis Va
"""

_INSIDE_ELSEWHERE = """
    kr pct mio mia mill stk kvm ca nr bijv enz bzw usw pag Pag
"""
_DOTTED_ELSEWHERE = "bl.a f.eks t.ex p.ex p.ej m.fl"
_UNENDING_ELSEWHERE = "ul ks tzw tzv tj inz plk mjr avda Avda ул проф акад"

_LOWER_TITLES = """
    mr mrs ms mx messrs mme mmes dr drs prof profs st rev revs hon pres gov sen rep gen lt col maj
    capt cmdr cpl sgt pvt brig adm supt insp amb
"""
_LOWER_OTHERS = "jr sr esq inc corp ltd bros dept assn ph.d jan feb aug sept oct nov dec ave blvd"
_FORENAMES = """
    Geo Thos Chas Wm Jas Jos Robt Saml Benj Danl Edw Edwd Fredk Alexr Archd Richd Nathl Jno Eliz
    Margt Chr Md Mohd Muhd Ma Fco Gpe
"""
_LOWER_FORENAMES = "geo thos chas wm jas robt saml benj danl edw fredk jno mohd"

TITLES = frozenset({*_TITLES.split(), *_TITLES.upper().split(), *_TITLES_ELSEWHERE.split()})
"""They stand before a name or a number, so their period ends no sentence."""

LOWER_TITLES = frozenset(_LOWER_TITLES.split())
"""Titles as they stand in lower-case text, before a word."""

FORENAMES = frozenset(_FORENAMES.split())
"""Shortened forenames, before a word with a capital: `Geo. Lee`."""

LOWER_FORENAMES = frozenset(_LOWER_FORENAMES.split())
"""Those that stand for nothing else in lower-case text."""

ABBREVIATIONS = frozenset(
    {
        *_OTHERS.split(),
        *_OTHERS.upper().split(),
        *_LOWER_OTHERS.split(),
        "vs",
        "etc",
        "al",
        "cf",
        "approx",
    }
)
"""Their period may also end a sentence."""

INSIDE = frozenset(_INSIDE_ELSEWHERE.split())
"""Measures and connecting words of other languages, before a lower-case word or a number."""

DOTTED = frozenset(_DOTTED_ELSEWHERE.split())
"""Those with a period inside, wherever they stand."""

UNENDING = frozenset(_UNENDING_ELSEWHERE.split())
"""Words whose period is a token of its own, but ends no sentence."""
