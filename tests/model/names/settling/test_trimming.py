import pytest

from nomen.model.names.settling.context import Context
from nomen.model.names.settling.trimming import trim
from tests.model.names.settling.marked import MarkedText


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Ada Quill⟧", ["Ada Quill"]),
        ("⟦, Ada -⟧", ["Ada"]),
        ("⟦Ada Quill.⟧", ["Ada Quill"]),
        ("⟦Ada Q.⟧ left", ["Ada Q."]),
        ("⟦Ada Quill Jr.⟧", ["Ada Quill Jr."]),
        ("⟦Soph.⟧ Ant. 5", ["Soph."]),
        ("⟦12 - 4⟧", []),
        ("⟦&#65;&#100;&#97;⟧ left", ["&#65;&#100;&#97;"]),
        ("⟦&#49;&#50;⟧", []),
        ("⟦&#24352;&#20255;女士⟧来了", ["&#24352;&#20255;"]),
    ],
)
def test_punctuation_stands_at_no_end_of_a_name(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Dr. Ada Quill⟧", ["Ada Quill"]),
        ("⟦doctor quill⟧", ["quill"]),
        ("⟦Auntie Ada⟧", ["Ada"]),
        ("⟦Dear Dr. Quill⟧", ["Quill"]),
        ("⟦Auntie⟧", []),
        ("⟦Shri Anil Pell⟧", ["Anil Pell"]),
        ("⟦grandma⟧", []),
        ("⟦Justice⟧", ["Justice"]),
        ("⟦Gen Quill⟧", ["Gen Quill"]),
        ("⟦Ada Quill, PhD⟧", ["Ada Quill"]),
        ("⟦Ada Quill MD⟧", ["Ada Quill"]),
        ("⟦ada md⟧", ["ada md"]),
        ("⟦Councilmember Quill⟧", ["Quill"]),
        ("⟦Br Ada Quill⟧", ["Ada Quill"]),
        ("⟦BR Quill⟧", ["BR Quill"]),
        ("⟦baby ada⟧", ["ada"]),
        ("⟦Baby Ada⟧", ["Baby Ada"]),
        ("⟦Provost Quill⟧", ["Quill"]),
        ("⟦Provost, Ada⟧", ["Provost, Ada"]),
        ("met ⟦Ing. Ada Quill⟧", ["Ada Quill"]),
        ("met ⟦Ing⟧. Ada Quill", []),
        ("Mr. ⟦X⟧ called", []),
        ("Mr. ⟦T⟧ called", ["T"]),
        ("⟦Ada Quill DOB⟧ 1/2/70", ["Ada Quill"]),
        ("⟦Ada Quill, Ret.⟧ spoke", ["Ada Quill"]),
        ("⟦Ada Quill CRNA⟧", ["Ada Quill"]),
        ("⟦Ada Quill RA⟧", ["Ada Quill"]),
        ("⟦Quill RA⟧", ["Quill RA"]),
        ("⟦Ada Edd⟧", ["Ada Edd"]),
    ],
)
def test_titles_and_degrees_stand_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦田中さん⟧は", ["田中"]),
        ("⟦王女士⟧说", ["王"]),
        ("⟦山田太郎氏⟧", ["山田太郎"]),
        ("⟦王氏⟧", ["王氏"]),
        ("⟦김철수 씨⟧는", ["김철수"]),
        ("⟦先生⟧", ["先生"]),
        ("⟦pan Kowal⟧", ["Kowal"]),
        ("⟦Pan Shi⟧", ["Pan Shi"]),
        ("⟦г-н Орлов⟧", ["Орлов"]),
        ("⟦Sra. Prado⟧", ["Prado"]),
        ("⟦Aylin Hanım⟧ geldi", ["Aylin"]),
        ("⟦Ali Bey⟧", ["Ali"]),
        ("⟦kemal bey⟧", ["kemal"]),
        ("⟦KEMAL BEY⟧", ["KEMAL"]),
        ("⟦Kemal Bey'e⟧", ["Kemal"]),
        ("⟦AYLİN HANIM⟧", ["AYLİN"]),
        ("⟦TAHSİN EFENDİ⟧", ["TAHSİN"]),
        ("⟦Bey⟧", ["Bey"]),
        ("⟦Me Lambert⟧", ["Lambert"]),
        ("⟦Maître Lambert⟧", ["Lambert"]),
        ("⟦Mai\u0302tre Lambert⟧", ["Lambert"]),
        ("⟦M. Lambert⟧", ["M. Lambert"]),
        ("⟦me lambert⟧", ["me lambert"]),
        ("⟦Doutora Rita Prado⟧", ["Rita Prado"]),
        ("⟦Пан Шевчук⟧", ["Шевчук"]),
        ("⟦Пані Шевчук⟧", ["Шевчук"]),
        ("⟦Лекар Петар Илић⟧", ["Петар Илић"]),
        ("⟦Herrn Lang⟧", ["Lang"]),
        ("⟦Herrn Dr.⟧ Lang", []),
        ("⟦Herrn⟧", []),
        ("⟦Härra Kask⟧", ["Kask"]),
        ("⟦Proua Kask⟧", ["Kask"]),
        ("⟦Encik Rahman⟧", ["Rahman"]),
        ("⟦tuan rahman⟧", ["rahman"]),
        ("⟦Hj. Rahman⟧", ["Rahman"]),
        ("⟦Hj⟧", []),
        ("⟦श्री मोहन वर्मा जी⟧", ["मोहन वर्मा"]),
        ("⟦श्रीमती वर्मा⟧", ["वर्मा"]),
        ("⟦মিসেস রহমান⟧", ["রহমান"]),
        ("⟦শ্রী রতন দাস⟧", ["রতন দাস"]),
        ("⟦ডাক্তার দাস⟧", ["দাস"]),
        ("⟦করিম সাহেব⟧", ["করিম"]),
        ("⟦করিম সাহেবকে⟧", ["করিম"]),
        ("⟦陈医生⟧说", ["陈"]),
        ("⟦陳醫生⟧說", ["陳"]),
        ("⟦赵局长⟧说", ["赵"]),
        ("⟦赵副局长⟧说", ["赵"]),
        ("⟦钱副主任⟧说", ["钱"]),
        ("⟦刘总⟧说", ["刘"]),
        ("⟦欧阳总⟧说", ["欧阳"]),
        ("⟦劉副總⟧說", ["劉"]),
        ("⟦局长⟧", ["局长"]),
    ],
)
def test_honorifics_of_other_languages_stand_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Ciao Giulia⟧", ["Giulia"]),
        ("⟦Ahoj Terezo⟧", ["Terezo"]),
        ("⟦MERHABA Aylin⟧", ["Aylin"]),
        ("⟦Selam Aylin⟧", ["Aylin"]),
        ("⟦¡Hola Elena⟧", ["Elena"]),
        ("⟦Olá Rita⟧", ["Rita"]),
        ("⟦Hoi Sander⟧", ["Sander"]),
        ("⟦Zdravo Petre⟧", ["Petre"]),
        ("⟦Živjo Matej⟧", ["Matej"]),
        ("⟦Сәлем Айша⟧", ["Айша"]),
        ("⟦Takk Solveig⟧", ["Solveig"]),
        ("⟦Szia Ilona⟧", ["Ilona"]),
        ("⟦Danke Anke⟧", ["Anke"]),
        ("⟦Спасибо, Вера⟧", ["Вера"]),
        ("⟦Здравей Радко⟧", ["Радко"]),
        ("⟦Привет, Вера⟧", ["Вера"]),
        ("⟦Bonjour Lucie⟧", ["Lucie"]),
        ("⟦Hallo Anke⟧", ["Anke"]),
        ("⟦Cześć Ewo⟧", ["Ewo"]),
        ("⟦Ahoj!⟧", []),
        ("⟦Здравей⟧", []),
        ("⟦Heya Ada⟧", ["Ada"]),
        ("⟦Hiya Ada⟧, call me", ["Ada"]),
        ("we met ⟦Hiya Quill⟧", ["Hiya Quill"]),
        ("⟦Rgds, Ada⟧", ["Ada"]),
        ("⟦Kisses, Ada⟧", ["Ada"]),
        ("⟦TIA⟧,\nAda", []),
        ("⟦Tia⟧, Ada and Bo", ["Tia"]),
        ("From: ⟦Sweetie, Ada⟧", ["Sweetie, Ada"]),
        ("see ⟦ada u⟧ there", ["ada"]),
        ("⟦Ada Quill LinkedIn⟧", ["Ada Quill"]),
        ("met ⟦ada quill yday⟧", ["ada quill"]),
    ],
)
def test_greetings_stand_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Selam",  # a forename of Ethiopia
        "Bonjour",  # a surname of Switzerland
        "Edgar Bonjour",
        "Hoi",  # a surname of Macau
        "Hoi Sio Iong",
        "Пан",  # a surname, and most often that of Ban Ki-moon
        "Пан Ги Мун",
        "Пан Ги-мун",
        "Pan Shi",
        "Shi Pan",
        "Tuan Tran",  # a forename of Vietnam
        "Puan Maharani",  # a politician of Indonesia
        "H. Rahman",  # an initial, if no Haji
        "Ola Nordby",
        "Sahib Rahman",
        "जी के वर्मा",  # an initial
        "সাহেব আলী",
    ],
)
def test_names_that_are_also_titles_or_greetings_stay(name: str) -> None:
    text = MarkedText(f"⟦{name}⟧")

    assert text.texts([trim(text.names[0], text.context)]) == [name]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("⟦Kemal'in⟧ evi", ["Kemal"]),
        ("⟦Kemal’in⟧ evi", ["Kemal"]),
        ("⟦Aylin Karaca'nın⟧ evi", ["Aylin Karaca"]),
        ("⟦Aylin'den⟧ geldi", ["Aylin"]),
        ("⟦Elif'e⟧ verdi", ["Elif"]),
        ("⟦Öztürk'ü⟧ gördü", ["Öztürk"]),
        ("⟦O'Brien⟧ left", ["O'Brien"]),
        ("⟦Ada D'Angelo⟧ left", ["Ada D'Angelo"]),
        ("⟦N'Golo⟧ left", ["N'Golo"]),
        ("⟦o'brien⟧ left", ["o'brien"]),
        ("⟦Hans van 't⟧ Veld", ["Hans van 't"]),
    ],
)
def test_a_suffix_after_an_apostrophe_stands_outside(marked: str, expected: list[str]) -> None:
    text = MarkedText(marked)

    assert text.texts([trim(text.names[0], text.context)]) == expected


def test_a_token_list_is_trimmed_as_well() -> None:
    assert trim(range(4), Context(["Mrs.", "\nAda", "Quill", "."], None)) == range(1, 3)
    assert trim(range(2), Context(["Aylin", "'in"], None)) == range(1)
    assert trim(range(2), Context(["abu", "'Ali"], None)) == range(2)
