"""English abbreviations: words that keep their period, as the Penn Treebank's corpora write them.

Words that are common without a period are left out.
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
"""They stand before a name or a number, so their period ends no sentence."""

ABBREVIATIONS = frozenset(
    {*_OTHERS.split(), *_OTHERS.upper().split(), "vs", "etc", "al", "cf", "approx"}
)
"""Their period may also end a sentence."""
