"""Words that stand beside a name: titles and keys before it, degrees and suffixes after it.

All are as `fold_case` writes them and without a final full stop. Words that are also common names
are left out, unless the guideline decides them (`Justice`, `Coach`).
"""

import unicodedata

from nomen.model.names.common_words import TITLES
from nomen.model.text.casing import fold_case

_BEFORE = """
    mr mrs ms mx miss messrs mister madam madame mme mmes mademoiselle mlle monsieur signor signora
    signorina señor señora señorita senor senora senorita doña herr frau fräulein dr drs doctor prof
    profs professor rev reverend lt capt sgt cpl cmdr sir atty ustaz ustad haji hajji hajjah justice
    shri shrimati smt coach manager uncle aunt auntie aunty brother sister
    grandma grandpa granny grandad mum mummy mom mommy dad daddy
    revd cllr cllrs councilmember councilman councilwoman congressman congresswoman assemblymember
    assemblyman assemblywoman chairperson vice-chair notary midwife paramedic airman baroness lcpl
    pfc pte datuk bro sis gran granddad
    dear hi hello hey bye goodbye thanks thx cheers regards gracias heya howdy hullo g'day
    g\u2019day cya sry cheerio aloha namaste thks tks rgds brgds xoxo warmest kindest sincerely
    warmly name names surname forename firstname lastname patient givn surn
"""
_BEFORE_ELSEWHERE = """
    frk fru mevrouw mijnheer dhr mevr rouva herra sra srta dña sig.ra dott dott.ssa
    господин господина господину господином госпожа госпожи госпожу госпожой
    \u0433-н \u0433-на \u0433-ну \u0433-ном \u0433-жа \u0433-жи \u0433-жу \u0433-жой
    товарищ пані gospođa gospodin gospodina paní maître doutor doutora лекар herrn härra proua
    encik hj श्री श्रीमती মিসেস শ্রী ডাক্তার
"""
_GREETINGS = """
    ciao ahoj merhaba selam hola olá zdravo živjo сәлем takk szia danke спасибо здравей привет
    bonjour hallo cześć
"""
_CASED_BEFORE = """
    pan pana panu panem pani panią pán pána pánovi don dona gospa gospod пан пана пану паном пани
    bay bayan agha aga bapak ibu puan tuan Me
"""
_CASED_ENGLISH = """
    baby papa darling luv ol soz gm gn ta kr Kr Br Fr p.p. a.k.a. c.c. f.a.o.
"""
_BEFORE_WORDS = "provost alderman bailiff referee pandit"
_OPENINGS = "hiya salaam darling sweetie"
_CLOSINGS = """
    kisses hugs warmly warmest kindest sincerely cordially sweetie hiya tks thks rgds
    brgds xoxo merci salaam namaste aloha adios gruss gru\u00df gr\u00fc\u00dfe bisous besos
"""
_CASED_CLOSINGS = "TIA KR BR Kr Br"
_ABBREVIATED = """
    sr. sra. dn. sig. hr. sen. gov. col. maj. gen. hon. pres. rep. supt. insp. fr. ing. ven.
"""
_DEGREES = """
    phd ph.d md m.d esq mba cpa rn r.n dds d.d.s dvm obe cbe mbe kbe qc kc frs msc m.sc bsc b.sc b.a
    m.a llb llm jd j.d facs pharmd mbbs
"""
_CASED_DEGREES = "CRNA AIA OTR OSB EdD LPN BSN MSN CFA PMP FRCP FACP MPH PA-C MEP Ret RET"
_SHORT_DEGREES = "RA PE SJ PA PT NP CV"
_SUFFIXES = "jr sr ii iii iv jnr snr"
_OFFICES = "executive treasurer trustee owner ceo cfo cto hr"
_AFTER_ENGLISH = "dob d.o.b yday tmrw tmr 2moro linkedin wiki"
_AFTER = "bey hanim efendi जी সাহেব সাহেবের সাহেবকে"
_LOWER_AFTER = "beyin beyi beye beyefendi han\u0131mefendi"
_AFTER_CHARACTERS = """
    さん さま ちゃん くん 先生 女士 小姐 夫人 太太 同志 老师 老師 先輩 博士 教授
    氏 様 殿 씨 님 선생님 여사
    医生 醫生 局长 局長 副局长 副局長 主任 副主任 总 總 副总 副總
"""
_LOWER_PARTICLES = "das af av zu zum zur vom bint binti della dello degli dei des los las het op 't"
_PARTICLES = "van von der den de la le di da del al el bin ibn ter ten dos du st mac ben abu"

BEFORE_NAMES = frozenset([*_BEFORE.split(), *_BEFORE_ELSEWHERE.split(), *_GREETINGS.split()])
"""Titles, kin, greetings and keys of records that stand before a name and are no part of it."""
CASED_BEFORE_NAMES = frozenset([*_CASED_BEFORE.split(), *_CASED_ENGLISH.split()])
"""Those that are names or other words, too, but for their casing."""
BEFORE_WORDS = frozenset(_BEFORE_WORDS.split())
"""Those that are surnames, too, before the comma of `Surname, Forename`."""
OPENINGS = frozenset(_OPENINGS.split())
"""Those that are forenames or surnames, too, but where a sentence begins."""
CLOSINGS = frozenset(_CLOSINGS.split())
CASED_CLOSINGS = frozenset(_CASED_CLOSINGS.split())
"""Greetings and closings before a comma where a line or a sentence begins."""
ALSO_NAMES = frozenset({"justice", "selam", "bonjour"})
"""Those that may be a whole name."""
BEFORE_LONG_WORDS = frozenset({"hoi", "пан"})
"""Those that are East Asian surnames, too, before the short words of given names."""
AFTER_NAMES = frozenset([*_AFTER.split(), *_AFTER_ENGLISH.split()])
"""Honorifics, keys and words of chats that stand after a name and are no part of it."""
LOWER_AFTER_NAMES = frozenset(_LOWER_AFTER.split())
"""Those that are names, too, but for their casing."""
AFTER_CHARACTERS = frozenset(_AFTER_CHARACTERS.split())
"""Honorifics after a name in a script whose characters are tokens."""
AFTER_SURNAMES = frozenset("总總")
"""Those of one character that no given name is."""
LONGEST_AFTER_CHARACTERS = max(map(len, AFTER_CHARACTERS))
ABBREVIATED_TITLES = frozenset(_ABBREVIATED.split())
"""Titles only with their full stop, as they stand in a text but for their casing."""
DEGREES = frozenset(_DEGREES.split())
"""Degrees and honours that stand after a name; they count only in upper or mixed case."""
CASED_DEGREES = frozenset(_CASED_DEGREES.split())
"""Those that are names, too, but for their casing."""
SHORT_DEGREES = frozenset(_SHORT_DEGREES.split())
"""Those that are initials after a surname alone, as lists of references have them."""
SUFFIXES = frozenset(_SUFFIXES.split())
"""They are the last part of a name, also after a comma."""
LOWER_PARTICLES = frozenset(_LOWER_PARTICLES.split())
"""Particles that are names, too, but for their casing."""
PARTICLES = frozenset(_PARTICLES.split())
"""They stand before the word of a surname; `is_particle` knows their casing."""
ROLES = TITLES | frozenset(_OFFICES.split())
"""What may stand in brackets after a name, and is none."""
NO_INITIALS = frozenset({"U.S.", "U.K.", "U.N.", "D.C.", "M.D.", "B.C.", "A.D."})
"""Abbreviations that look like initials after a surname."""


def word(token: str) -> str:
    """Give a token as these lists write it."""
    return fold_case(token).rstrip(".")


def is_before_names(token: str) -> bool:
    """Tell whether a token before a name is no part of it."""
    folded = fold_case(token)
    is_known = folded.rstrip(".") in BEFORE_NAMES or folded in ABBREVIATED_TITLES
    return is_known or unicodedata.normalize("NFC", token) in CASED_BEFORE_NAMES


def is_after_names(token: str) -> bool:
    """Tell whether a token after a name is no part of it."""
    return word(token) in AFTER_NAMES or token in LOWER_AFTER_NAMES


def is_degree(token: str) -> bool:
    """Tell whether a token after a name is a degree, wherever it stands."""
    is_known = word(token) in DEGREES and not token.islower()
    return is_known or token.rstrip(".") in CASED_DEGREES


def is_closing(token: str) -> bool:
    """Tell whether a token greets or closes before a comma: `Kisses, Ada`."""
    return word(token) in CLOSINGS or token in CASED_CLOSINGS


def is_particle(token: str) -> bool:
    """Tell whether a token stands before the word of a surname (`van`, `De`); `AL` are initials."""
    is_known = word(token) in PARTICLES and not token.isupper()
    return is_known or token in LOWER_PARTICLES
