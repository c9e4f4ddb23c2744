import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.errors import BundleError
from nomen.model.languages.identifier import LanguageIdentifier


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The meeting has been moved to next Thursday.", "en"),
        ("Das Treffen wurde auf nächsten Donnerstag verschoben.", "de"),
        ("La réunion a été reportée à jeudi prochain.", "fr"),
        ("La reunión se ha aplazado hasta el próximo jueves.", "es"),
        ("Kokous on siirretty ensi viikon torstaille.", "fi"),
        ("Toplant\u0131 gelecek perşembe gününe ertelendi.", "tr"),
        ("Spotkanie zostało przeniesione na przyszły czwartek.", "pl"),
        ("Встреча перенесена на следующий четверг.", "ru"),
        ("Зустріч перенесено на наступний четвер.", "uk"),
        ("جلسه به پنجشنبه آینده موکول شد.", "fa"),
        ("تم تأجيل الاجتماع إلى يوم الخميس القادم.", "ar"),
        ("会议改到下星期四举行。", "zh"),
        ("会議は来週の木曜日に延期されました。", "ja"),
        ("회의가 다음 주 목요일로 연기되었습니다.", "ko"),
        ("\u0397 συνάντηση μεταφέρθηκε την επόμενη Πέμπτη.", "el"),
        ("Cuộc họp đã được dời sang thứ năm tuần sau.", "vi"),
        ("Mkutano umeahirishwa hadi Alhamisi ijayo.", "sw"),
        ("ການປະຊຸມຖືກເລື່ອນໄປວັນພະຫັດໜ້າ", "lo"),
    ],
)
def test_the_language_of_a_sentence_is_told(
    identifier: LanguageIdentifier, text: str, language: str
) -> None:
    found = identifier.identify([text])[0]
    assert found.language == language
    assert found.probability > 0.5


@pytest.mark.parametrize("text", ["", " \n", "12:30, 7!", "\U0001f600"])
def test_a_text_without_letters_has_no_language(identifier: LanguageIdentifier, text: str) -> None:
    assert identifier.identify([text]) == [("und", 0.0, "")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "会议改到下星期四举行。 https://example.org/the/minutes/of/the/meeting",
            "zh",
        ),
        ('<p class="the-words-of-a-tag-say-nothing">Kokous on siirretty torstaille.</p>', "fi"),
        ("www.example.org/the/meeting: Kokous on siirretty torstaille.", "fi"),
        ("https://example.org/the/meeting/has/been/moved", "und"),
        ("first.last@the-meeting.example.org", "und"),
    ],
)
def test_tags_and_addresses_are_in_no_language(
    identifier: LanguageIdentifier, text: str, language: str
) -> None:
    assert identifier.identify([text])[0].language == language


def test_letters_that_say_nothing_are_undetermined(identifier: LanguageIdentifier) -> None:
    found = identifier.identify(["x", "Zq"])
    assert [each.language for each in found] == ["und", "und"]
    assert all(each.script == "Latin" for each in found)


def test_case_says_nothing(identifier: LanguageIdentifier) -> None:
    text = "Mannen som kom sent var trött."
    lower, upper = identifier.identify([text.lower(), text.upper()])
    assert lower == upper


def test_answers_do_not_depend_on_company(identifier: LanguageIdentifier) -> None:
    texts = ["Where is the key?", "Wo ist der Schlüssel?", "", "Где ключ?"]
    assert identifier.identify(texts) == [identifier.identify([text])[0] for text in texts]


@given(st.text(max_size=300))
def test_every_text_has_an_answer(text: str) -> None:
    found = SHIPPED.identify([text])[0]
    assert 0 <= found.probability <= 1
    assert found.language in SHIPPED.languages | {"und"}


def test_logits_are_those_of_the_possible_languages(identifier: LanguageIdentifier) -> None:
    found = identifier.logits("Где находится ключ от дома?")
    assert found is not None
    assert found.languages[int(found.values.argmax())] == "ru"
    assert "en" not in found.languages
    assert identifier.logits("キー") is None


def test_an_identifier_that_says_otherwise_is_refused(copied: Path) -> None:
    path = copied / "manifest.json"
    facts = json.loads(path.read_text())
    facts["self_tests"][0]["language"] = "fr"
    path.write_text(json.dumps(facts), encoding="utf-8")
    with pytest.raises(BundleError, match="self_tests: expected other languages"):
        LanguageIdentifier.load(copied)


SHIPPED = LanguageIdentifier.load()
