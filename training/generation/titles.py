"""Titles and degrees: what stands around a name and is no part of it."""

import random

from nomen.training.generation.page import Page

TITLES = (
    *("Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Mx", "Mr", "Ms", "Mr.", "Ms.", "Mrs."),
    *("Dr", "Dr.", "Prof.", "Prof", "Professor", "Doctor", "Prof. Dr.", "Assoc. Prof."),
    *(
        "Sir",
        "Dame",
        "Lord",
        "Lady",
        "Rev.",
        "Reverend",
        "Rev",
        "Fr.",
        "Father",
        "Sister",
        "Pastor",
    ),
    *("Bishop", "Rabbi", "Imam", "Sheikh", "Haji", "Ustaz", "Ustadh", "Mullah", "Swami", "Guru"),
    *("Don", "Doña", "Dom", "Señor", "Sr.", "Sra.", "Srta.", "Senhor", "Dona", "Herr", "Frau"),
    *("Monsieur", "Madame", "Mme", "Mme.", "M.", "Mlle", "Signor", "Signora", "Sig.", "Meneer"),
    *("Shri", "Sri", "Smt.", "Smt", "Kumari", "Pandit", "Begum", "Datuk", "Dato'", "Tan Sri"),
    *("Pak", "Bapak", "Ibu", "Bu", "Encik", "Puan", "Khun", "Ato", "Mzee", "Chief", "Alhaji"),
    *("Engr.", "Eng.", "Ing.", "Dipl.-Ing.", "Adv.", "Arch.", "Atty.", "Mag.", "Lic.", "Barr."),
    *("Capt.", "Captain", "Col.", "Colonel", "Lt.", "Lt", "Sgt.", "Sgt", "Sergeant", "Cpl", "Maj."),
    *("Major", "Gen.", "General", "Admiral", "Cmdr.", "Pvt.", "Officer", "Det.", "Detective", "PC"),
    *("Judge", "Justice", "Hon.", "The Hon.", "President", "Senator", "Sen.", "Rep.", "Gov."),
    *("Governor", "Minister", "Prime Minister", "Mayor", "Councillor", "Cllr", "Ambassador"),
    *("Nurse", "Coach", "Chef", "Chairman", "Chairwoman", "Secretary", "Director", "Brother"),
    *("Uncle", "Aunt", "Auntie", "Aunty", "Tante", "Tía", "Old", "Cousin", "King", "Queen"),
    *("Boss", "Teacher", "Master", "Manager", "Engineer", "Foreman", "Mother of", "Owner", "Agent"),
    *("Prince", "Princess", "Baron", "Count", "Dean", "Provost", "Principal", "Vice President"),
)
HONORIFICS_AFTER = ("-san", " san", "-ji", " ji", " Bey", " Sahib", "-sensei", " Bhai")
DEGREES = (
    *(
        "PhD",
        "Ph.D.",
        "MD",
        "M.D.",
        "RN",
        "MBA",
        "Esq.",
        "Esq",
        "JD",
        "J.D.",
        "CPA",
        "MSc",
        "M.Sc.",
    ),
    *("BSc", "B.Sc.", "BA", "B.A.", "MA", "M.A.", "DDS", "DVM", "LL.B.", "LL.M.", "P.E.", "PMP"),
    *(
        "CFA",
        "FRCP",
        "FRS",
        "OBE",
        "MBE",
        "CBE",
        "KC",
        "QC",
        "MP",
        "AM",
        "SC",
        "FCA",
        "ACA",
        "MRCGP",
    ),
    *(
        "B.Tech",
        "M.Tech",
        "B.Ed.",
        "DPhil",
        "EdD",
        "PharmD",
        "DO",
        "NP",
        "PA-C",
        "BSN",
        "MPH",
        "LCSW",
    ),
    *("CISSP", "S.J.", "OSB", "USN", "(Ret.)", "PhD, MBA", "MD, PhD", "MBBS, MD", "RN, BSN"),
)


_BEFORE_DEGREES = (", ", ", ", ", ", ", ", " ", " - ")


def write_titled(page: Page, name: str, generator: random.Random, *, share: float = 1.0) -> None:
    """Write a name after a title, in a share (0 to 1) of the cases; now and then in capitals."""
    if generator.random() < share:
        title = generator.choice(TITLES)
        page.write(title.upper() if name.isupper() else title).write(" ")
    page.name(name)


def write_with_degree(
    page: Page, name: str, generator: random.Random, *, share: float = 1.0
) -> None:
    """Write a name before a degree, in a share (0 to 1) of the cases."""
    page.name(name)
    if generator.random() < share:
        page.write(generator.choice(_BEFORE_DEGREES)).write(generator.choice(DEGREES))
