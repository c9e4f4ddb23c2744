"""What `en`, `xx` and `zh` find together, each text read by the bundle for its language."""

import json

import pytest

from nomen.model.tagger import Tagger, load_tagger

SENTENCES = [
    ("en", "en", "Harry Potter and Hermione Granger invented a new spell.",
     ["Harry Potter", "Hermione Granger"]),
    ("de", "xx", "Herr Müller und Frau Dr. Anna Schmidt trafen sich gestern in Köln.",
     ["Müller", "Anna Schmidt"]),
    ("es", "xx", "El presidente habló ayer con el Dr. Juan Pérez de la Cruz en Madrid.",
     ["Juan Pérez de la Cruz"]),
    ("fr", "xx", "Hier soir, Monsieur Jean-Pierre de La Fontaine parlait avec Claire Dubois.",
     ["Jean-Pierre de La Fontaine", "Claire Dubois"]),
    ("fi", "xx", "Opettaja Liisa Korhonen asuu nykyään Helsingissä.", ["Liisa Korhonen"]),
    ("pl", "xx", "Pan Kowalski i pani Anna Nowak pojechali wczoraj do Warszawy.",
     ["Kowalski", "Anna Nowak"]),
    ("ru", "xx", "Вчера в Москве Иван Петров встретился с Анной Смирновой.",
     ["Иван Петров", "Анной Смирновой"]),
    ("fa", "xx", "آقای رضا احمدی با خانم مریم کریمی در تهران دیدار کرد.",
     ["رضا احمدی", "مریم کریمی"]),
    ("zh", "zh", "哈利·波特和赫敏·格兰杰发明了一个新咒语", ["哈利·波特", "赫敏·格兰杰"]),
    ("zh", "zh", "據報導，馬英九與蔡英文昨天在臺北會面。", ["馬英九", "蔡英文"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger(["en", "xx", "zh"], device="cpu")


@pytest.mark.parametrize(("language", "bundle", "text", "names"), SENTENCES)
def test_each_language_goes_to_its_bundle(
    tagger: Tagger, language: str, bundle: str, text: str, names: list[str]
) -> None:
    (tagged,) = tagger.tag([text])

    assert tagged.language == language
    assert tagged.model.startswith(f"nomen-{bundle} ")
    assert [name.text for name in tagged.names] == names


def test_each_paragraph_of_a_mixed_text_goes_to_its_bundle(tagger: Tagger) -> None:
    chosen = [each for each in SENTENCES if each[0] in {"en", "de", "ru", "zh"}]
    (tagged,) = tagger.tag(["\n\n".join(text for _, _, text, _ in chosen)])

    assert [name.text for name in tagged.names] == [n for *_, names in chosen for n in names]
    assert {each.split()[0] for each in tagged.model.split(", ")} == {
        "nomen-en", "nomen-xx", "nomen-zh"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("From: Иван Петров <i.petrov@example.org>", ["Иван Петров"]),
        ('{"name": "王秀英", "status": "active"}', ["王秀英"]),
        ("Our partner in Cairo is محمد المنصوري, and Anna Schmidt called him.",
         ["محمد المنصوري", "Anna Schmidt"]),
        ("昨天王秀英见了Jonathan Whitfield。", ["王秀英", "Jonathan Whitfield"]),
        ("昨天王秀英来了 https://example.org/a/very/long/path/to/a/document", ["王秀英"]),
        ('<b class="customer-name-of-this-order">Иван Петров</b>', ["Иван Петров"]),
    ],
)  # fmt: skip
def test_a_name_among_words_in_another_script_is_found(
    tagger: Tagger, text: str, names: list[str]
) -> None:
    (tagged,) = tagger.tag([text])

    assert [name.text for name in tagged.names] == names
    assert (tagged.unsupported, tagged.unsupported_scripts) == ({}, {})


def test_an_honorific_is_no_part_of_a_chinese_name(tagger: Tagger) -> None:
    (tagged,) = tagger.tag(["陈美玲女士和王师傅昨天在北京见了欧阳晓雯先生。"])

    assert [name.text for name in tagged.names] == ["陈美玲", "王", "欧阳晓雯"]


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (r'{"a": "Zo\u00eb Finch"}', '{"a": "[NAME]"}'),
        (r'{"a": "Hello Ann\nBob Stone\nRegards"}', r'{"a": "Hello [NAME]\n[NAME]\nRegards"}'),
        (r'{"a": "{\"b\": \"Ann\\nBob Stone\"}"}', r'{"a": "{\"b\": \"[NAME]\\n[NAME]\"}"}'),
        (r'{"a": "hey\nkaren moss is off"}', r'{"a": "hey\n[NAME] is off"}'),
    ],
)
def test_redacted_json_is_valid(tagger: Tagger, text: str, redacted: str) -> None:
    (document,) = tagger.redact([text])
    assert document.text == redacted
    assert json.loads(document.text)
