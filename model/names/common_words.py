"""Words that names share with the language, which a sure name alone does not make names elsewhere.

All are forms as `Evidence` folds them. Accuracy does not need complete lists: a word that is
missing here is treated like any other name.
"""

_TITLES = """
    admiral al ambassador archbishop attorney aunt auntie author baby baron baroness bishop boy
    brother captain capt cardinal chair chairman chairperson chairwoman chancellor christ clerk
    coach col colonel commander congressman congresswoman corporal count counsel countess cousin cpl
    dad daddy dame date daughter de del della den der di director doc doctor doge dr du duchess duke
    earl editor el emir emperor empress esq et father female frau gen general girl givn god gov
    governor grandfather grandma grandmother grandpa granny herr ii iii imam interviewer iv jesus jr
    judge justice king la lady le lieutenant lord lt madam madame mademoiselle maj major male man
    manager master mayor md member messrs minister miss mister mme moderator mom mama mommy
    monsieur mother mr mrs ms mum name names nurse officer operator papa phd pope premier president
    prince princess private prof professor queen rabbi rep representative rev reverend saint sec
    secretary sen senator sergeant sgt sheikh signor signora sir sister son speaker sr st sultan
    surn tsar uncle van vice von witness woman
"""
_COMMON = """
    angel april art august autumn baker ball banks barber bell berry best bill bird black blue bob
    bond book bowl branch bridges brook brooks brown bush butler carpenter carter case chase chip
    christian church clay cliff close cole cook cooper cox crane cross cruise dale dawn day dean
    dick don drew duck earnest english ernest faith farmer field fields fish fisher flora flower
    flowers foot ford forest fox frank french friend gates gene gold good grace grant gray green
    grey guy hall hand hank hardy harmony harper heath high hill hills holly hope house hunt hunter
    ireland iris israel ivy jack jasmine jay jewel jordan joy june kent knight lake lance lane law
    leaf lily little long love low lynch mark marsh mason max may mays melody mercy mike miles mill
    miller mills money moon moore moss nice nick noble norm north olive opal page paris park parker
    parks pat peace pearl penny pierce pitt place pool poppy porter post potter power powers price
    rain ray reed rice rich river rivers rob robin rock rocky rod root rose ruby rush rusty sage
    salt sandy savage sharp shepherd short singer singh sky small smart smith snow south speed
    spring stark steel sterling stone strange street strong sue summer sunny sweet swift tab taylor
    temple terry tony towers town trees trump turner underwood victor violet wade walker wall walls
    ward washington waters weaver west wheeler white wild will winter winters wise wolf wood woods
    wright young
"""

TITLES = frozenset(_TITLES.split())
"""Titles, roles, kin, particles and keys of records; they often stand beside a name."""

COMMON_WORDS = frozenset(_COMMON.split())
"""Names that are ordinary words or places, too."""
