import time

import pytest

from nomen.model.text.escapes import find_escapes


def decode(text: str) -> str:
    for start, end, character in reversed(list(find_escapes(text))):
        text = text[:start] + character + text[end:]
    return text


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (r"Zo\u00eb \u{eb} \xeb \xc3\xab", "Zo\u00eb \u00eb \u00eb \u00eb"),
        (r"O\u0027Hara \ud83d\ude00 \ud83d", "O'Hara \U0001f600 \ufffd"),
        (r"Ann\nBob\r\n\tCarl\n5", "Ann\nBob\r\n\tCarl\n5"),
        (r"{\"name\": \"Ann\\nBob\\u00eb\", \\\"x\\\"}", '{"name": "Ann\nBob\u00eb", "x"}'),
        (r"O\'Hara, it\'s, <\/b>, \\server", r"O'Hara, it's, </b>, \server"),
        (r'"hey\nann is off\tsick"', '"hey\nann is off\tsick"'),
        (r"{\"a\": \"hey\\nann is off\"}", '{"a": "hey\nann is off"}'),
        (r"Hello Ann\n\nsee you\nbob", "Hello Ann\n\nsee you\nbob"),
        (r"A:\nTom\nQ:\nAnn", "A:\nTom\nQ:\nAnn"),
    ],
)
def test_an_escape_stands_for_its_character(text: str, decoded: str) -> None:
    assert decode(text) == decoded


@pytest.mark.parametrize(
    "text",
    [
        *(r"C:\new\table", r"C:\Users\nadia\Temp\tNow", r"copy ..\nadia\tom .\temp", r"%TMP%\rita"),
        *(r"CORP\nadia logged on", r'user="CORP\nadia" host="a b"', r"\\nas\tom", r"src\tests\now"),
        *(r"\textbf{Ann} \newline \rho", r"\bword\b \d+\s*\w", r"bin\x64 \x86", r"\user \xylo"),
        *("plain", "\\", "a\\", r"\n" + "\u0301x"),
    ],
)
def test_paths_commands_and_patterns_have_no_escapes(text: str) -> None:
    assert decode(text) == text


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (
            r"Ren\'ee Ren{\'e}e Ren\'{e}e Andr\'e Jos{\'{\i}}",
            "Ren\u00e9e " * 3 + "Andr\u00e9 Jos\u00ed",
        ),
        (r"J\"org H{\"o}lder {\"O}zil Mu\~noz", "J\u00f6rg H\u00f6lder \u00d6zil Mu\u00f1oz"),
        (
            r"Ha\v{c}ek Gda\'nsk {\c C}elik S{\o}ren Wei{\ss}",
            "Ha\u010dek Gda\u0144sk \u00c7elik S\u00f8ren Wei\u00df",
        ),
        (r"qu\'elle dell\'arte d\'Arcy", "qu'elle dell'arte d'Arcy"),
    ],
)
def test_an_accent_of_latex_stands_for_its_letter(text: str, decoded: str) -> None:
    assert decode(text) == decoded


def test_an_escape_comes_with_its_place() -> None:
    assert list(find_escapes(r"a\\\"b\nC")) == [(1, 5, '"'), (6, 8, "\n")]


@pytest.mark.parametrize(
    "pattern", ["\\", r"\n", r"\nA", r"\na ", r"\u00e", r"{\'", r'"\na', r"C:\n", "\\x"]
)
def test_time_grows_with_length_and_no_faster(pattern: str) -> None:
    text = (pattern * 200_000)[:200_000]

    start = time.process_time()
    list(find_escapes(text))

    assert time.process_time() - start < 3
