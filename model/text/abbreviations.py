"""Abbreviations: written words that keep their period; it knows no rule that uses them.

English, as the Penn Treebank's corpora write them, without words that are common without a period.
"""

_TITLES = """
    Mr Mrs Ms Mx Messrs Mme Mmes Dr Drs Prof Profs St Ste Rev Revs Hon Pres Gov Sen Sens Rep Reps
    Gen Lt Col Maj Capt Cmdr Cpl Sgt Pvt Brig Adm Supt Insp Amb Fr Msgr Mt Ft
"""
_OTHERS = """
    Jr Sr Esq Inc Corp Co Cos Ltd Bros Assn Dept Univ Ph.D Jan Feb Aug Sept Oct Nov Dec
    Ave Blvd Rd Calif Fla Conn Mich Minn Tenn Tex Ariz Colo Okla Wis Va
"""

TITLES = frozenset({*_TITLES.split(), *_TITLES.upper().split()})
"""Stand before a name or a number, so their period ends no sentence."""

ABBREVIATIONS = frozenset(
    {*_OTHERS.split(), *_OTHERS.upper().split(), "vs", "etc", "al", "cf", "approx"}
)
"""Their period may end a sentence too."""
