"""The page in a browser against the real service: the modules of `service/demo/` and its looks."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import numpy as np
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from nomen.model.names.finding import find_names
from tests.service.demo.browser import CHROMEDRIVER, CHROMIUM, PASTE, Page, chromium
from tests.service.http.test_server import ready
from tests.shipped_versions import EN
from tests.waiting import wait_until

AXE = Path("/usr/local/share/axe-core-4.14.1/axe.min.js")
CHECK = "const done = arguments[0]; axe.run(document).then((found) => done(found.violations))"
TEXT = "Harry Potter and Hermione Granger waved to Priya Ramanathan."
MIXED = (
    "שלום, Noa Ben-David 👩🏽‍🚀 כתבה אל Yusuf al-Masri.\r\n"
    "وصل John Smith 🇪🇬 أمس.\n"
    "e\u0301 Zoe\u0308 Brontë\t😅 <b>Ana</b> Lima &amp; <img alt='Kofi Mensah'>\n"
    + "x" * 4000
    + " Ngozi Adeyemi "
    + "никто не знает " * 300
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM.exists() and CHROMEDRIVER.exists()),
        reason="needs chromium and chromium-driver: make packages",
    ),
]


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def driver(downloads: Path) -> Iterator[Chrome]:
    with chromium(downloads) as made:
        yield made


@pytest.fixture(scope="module")
def service() -> Iterator[httpx2.Client]:
    with ready(Path("en")) as (_, client):
        yield client


@pytest.fixture(scope="module")
def several() -> Iterator[httpx2.Client]:
    with ready(Path("en"), NOMEN_BUNDLES="en,xx") as (_, client):
        yield client


@pytest.fixture
def page(driver: Chrome, service: httpx2.Client) -> Iterator[Page]:
    """The page, which keeps nothing, complains of nothing and asks nobody else."""
    opened = Page(driver, str(service.base_url))
    opened.addresses()
    opened.open()
    yield opened
    assert opened.errors() == []
    assert opened.kept == [0] * 6
    hosts = {urlsplit(url)[:2] for url in opened.addresses() if not url.startswith("blob:")}
    assert hosts == {urlsplit(opened.address)[:2]}


def names_of(service: httpx2.Client, text: str, threshold: float | str) -> list[str]:
    body = {"text": text, "threshold": threshold, "consistent": True, "fields": ["names"]}
    return [name["text"] for name in service.post("/v1/tag", json=body).json()["names"]]


def test_a_pasted_text_shows_its_names(page: Page) -> None:
    page.find_names(TEXT)

    assert page["found"].text == "3 names found"
    assert page.names == ["Harry Potter", "Hermione Granger", "Priya Ramanathan"]
    assert page.run("return document.getElementById('marked').textContent") == TEXT


def test_the_slider_and_the_presets_move_the_names_without_a_request(
    page: Page, service: httpx2.Client
) -> None:
    page.find_names(TEXT)
    page.wait_for_redacted()
    before = page.num_requests("/v1/redact")

    for threshold in (0.05, 0.4, 0.93, 0.96, 0.99):
        page.slide(threshold)
        assert page.names == names_of(service, TEXT, threshold)
        assert page["value"].text == str(threshold)
    assert len(page.names) < 3
    assert page.num_requests("/v1/redact") == before
    page.run("document.querySelector('[value=balanced]').click()")
    assert page.names == names_of(service, TEXT, "balanced")
    assert page.num_requests("/v1/tag") == 1


def test_one_bundle_offers_no_languages(page: Page) -> None:
    page.find_names(TEXT)

    assert not page["language"].is_displayed()
    assert "read by" not in page["source"].text
    assert page.num_requests("/v1/models") == 1


def test_the_page_says_who_read_a_text_and_lets_one_choose(
    driver: Chrome, several: httpx2.Client
) -> None:
    page = Page(driver, str(several.base_url))
    page.open()
    page.find_names("Angela Merkel hat gestern in Berlin mit dem Kanzler Olaf Scholz gesprochen.")
    found, names = page["source"].text, page.names
    page["edit"].click()
    language = Select(page["language"])
    groups = page.run(
        "return [...document.querySelectorAll('#language optgroup')].map((x) => x.label)"
    )
    language.select_by_visible_text(f"en {EN}")
    page["find"].click()
    page.wait_for_names()
    page.wait_for_redacted()

    assert found.startswith("13 tokens · German · read by nomen-xx ")
    assert names == ["Angela Merkel", "Olaf Scholz"]
    assert groups == ["Language", "Bundle"]
    assert page["source"].text == f"13 tokens · English · read by nomen-en {EN}"
    assert page.errors() == []


def test_presets_say_what_was_measured(page: Page, service: httpx2.Client) -> None:
    page.find_names(TEXT)

    metrics = service.get("/v1/model").json()["metrics"]
    recall, precision = metrics["balanced/recall"], metrics["balanced/precision"]
    assert f"found {recall:.0%}, right {precision:.0%}".replace("%", " %") in page["presets"].text
    assert page["threshold"].get_attribute("value") == "0.15"  # high recall, as for redaction


@pytest.mark.parametrize("threshold", [0.03, 0.25, 0.7])
def test_offsets_are_right_in_any_script(
    page: Page, service: httpx2.Client, threshold: float
) -> None:
    page.drop("mixed.html", MIXED)
    page.wait_for_names()
    page.slide(threshold)
    page.read_to_the_end()

    assert page.names == names_of(service, MIXED, threshold)
    assert page.run("return document.getElementById('marked').textContent") == MIXED


def test_the_names_follow_the_rule_of_the_model(page: Page) -> None:
    generator = np.random.default_rng(0)
    script = (
        "const [cases, done] = arguments; import('/demo/names.js').then(({ namesAt, runsOf }) => "
        "done(cases.map(([t, p, names]) => namesAt(t, p, runsOf(names, p.length)))))"
    )
    cases, expected = [], []
    for _ in range(300):
        name = generator.choice(np.linspace(0, 1, 9), 12).astype(np.float32)
        begin = (name * generator.choice([0, 0.25, 0.5, 0.75, 1], 12)).astype(np.float32)
        threshold = float(generator.integers(1, 9)) / 8
        runs = [
            {"first_token": found.start, "last_token": found.stop - 1}
            for found in find_names(name, begin, threshold=0)
        ]
        cases.append([threshold, name.tolist(), runs])
        found = find_names(name, begin, threshold=threshold)
        expected.append([[each.start, each.stop - 1] for each in found])

    assert page.driver.execute_async_script(script, cases) == expected


def test_the_tokens_of_tags_are_runs_of_their_own(page: Page) -> None:
    names = [{"first_token": 0, "last_token": 1}, {"first_token": 4, "last_token": 5}]
    script = (
        "const [found, done] = arguments; "
        "import('/demo/names.js').then((names) => done(names.runsOf(found, 8)))"
    )

    runs = page.driver.execute_async_script(script, names)

    assert runs == [[0, 1], [2, 3], [4, 5], [6, 7]]


def test_pieces_hold_the_whole_text_and_cut_no_character(page: Page) -> None:
    script = (
        "const [text, done] = arguments; "
        "import('/demo/pane.js').then((pane) => done(pane.piecesOf(text, 100)))"
    )
    text = "👩🏽‍🚀é " * 40 + "👩🏽‍🚀" * 200 + "\n\n" + "a\n" * 300
    units = text.encode("utf-16-le")

    pieces = page.driver.execute_async_script(script, text)

    cut = [units[2 * p["start"] : 2 * p["end"]].decode("utf-16-le") for p in pieces]
    assert "".join(cut) == text
    assert len(cut) > 10
    assert not [piece for piece in cut if piece[0] in "\u200d\ufe0f\u0301🏽"]


def test_each_line_has_the_direction_of_its_first_letter(page: Page) -> None:
    text = "John Smith left.\nשלום Noa Ben-David\n[1] Ada Obi\n"  # Hebrew
    page.drop("lines.txt", text)
    page.wait_for_names()
    page.read_to_the_end()

    left, right = page.run(
        "const pane = document.getElementById('marked').getBoundingClientRect();"
        "return [pane.left, pane.right]"
    )
    starts = page.run(
        "return [...document.querySelectorAll('#marked mark')].map((mark) => "
        "mark.getBoundingClientRect().left)"
    )
    middle = (left + right) / 2
    assert [start > middle for start in starts] == [False, True, False]


def test_a_long_text_stands_there_whole_and_is_marked_where_it_is_seen(page: Page) -> None:
    text = "Priya Raghunathan met Tomasz Wierzbicki by the river on Monday.\n" * 2_000
    page.drop("long.txt", text)
    page.wait_for_names()
    page.slide(0.4)

    assert page["found"].text == "4,000 names found"
    assert page.run("return document.getElementById('marked').textContent.length") == len(text)
    assert 0 < len(page.names) < 400
    page.run("document.getElementById('marked').scrollTop = 1e9")
    last = "return document.querySelector('#marked .piece:last-child mark')?.textContent"
    wait_until(lambda: page.run(last) == "Priya Raghunathan")

    page["marked"].click()
    page.press(Keys.ARROW_RIGHT * 60)
    page.frame()
    assert page["tip"].text.startswith(page.driver.switch_to.active_element.text + ": 0.")


def test_the_page_is_soon_usable(page: Page) -> None:
    usable = page.run("return performance.getEntriesByName('usable')[0].startTime")

    assert usable < 1_000


def test_a_word_tells_its_probability_to_pointer_and_keys(page: Page) -> None:
    page.find_names(TEXT)
    page["marked"].click()
    page.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT)

    assert page["tip"].text.startswith("Potter: 0.9")
    assert page["tip"].text.endswith(", in the name Harry Potter")
    assert page["status"].get_attribute("textContent") == page["tip"].text
    page.press(Keys.ESCAPE)
    assert not page["tip"].is_displayed()
    page.point_at("waved")
    assert page["tip"].text.startswith("waved: ")


def test_the_keyboard_alone_does_it_all(page: Page) -> None:
    page.tab_to("text")
    page.press(TEXT, Keys.CONTROL + Keys.ENTER)
    page.wait_for_names()
    assert page.driver.switch_to.active_element == page["found"]
    page.tab_to("threshold")
    page.press(Keys.END)
    assert page["found"].text != "3 names found"
    page.press(Keys.HOME)
    page.tab_to("operator")
    page.press("nothing")
    page.tab_to("copy", backwards=True)
    page.wait_for_redacted()
    page.press(Keys.ENTER)
    wait_until(lambda: page["copy"].text == "Copied")


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("replace", {"with": "X"}, "X and X waved to X."),
        ("number", {"template": "<{n}>"}, "<1> and <2> waved to <3>."),
        ("mask", {"character": "#", "keep": "1"}, "H#### ###### and H####### ####### waved to P"),
        ("remove", {}, " and  waved to ."),
        ("hash", {"key": "secret", "length": "8"}, None),
        ("surrogate", {"key": "secret"}, None),
    ],
)
def test_the_redacted_text_is_that_of_the_operator(
    page: Page, service: httpx2.Client, kind: str, fields: dict[str, str], expected: str | None
) -> None:
    page.find_names(TEXT)
    page.choose(kind, fields)
    redacted = page.wait_for_redacted()

    names = {"keep": "keep_first"}
    operator = {names.get(k, k): int(v) if v.isdigit() else v for k, v in fields.items()}
    body = {"text": TEXT, "operator": {"kind": kind, **operator}}
    assert redacted == service.post("/v1/redact", json=body).json()["text"]
    assert redacted.startswith(expected or "")
    assert not {"Harry", "Hermione", "Priya"} & set(redacted.replace(".", "").split())


def test_redaction_follows_the_threshold_when_the_slider_is_let_go(
    page: Page, service: httpx2.Client
) -> None:
    page.find_names(TEXT)
    assert page.wait_for_redacted() == "[NAME] and [NAME] waved to [NAME]."
    assert "in 100 words of names" in page["missed"].text

    page.slide(0.99)
    assert not page["copy"].is_enabled()
    page.let_go()
    page.wait_for_redacted()

    body = {"text": TEXT, "threshold": 0.99}
    expected = service.post("/v1/redact", json=body).json()["text"]
    assert page.run("return document.getElementById('redacted').textContent") == expected
    assert expected.count("[NAME]") < 3
    assert "No measurement exists" in page["missed"].text


def test_a_key_is_asked_for_and_forgotten_with_the_page(page: Page) -> None:
    page.find_names(TEXT)
    page.choose("hash", {})
    assert page.wait_for_redacted() == "Type a key to see the redacted text."
    page.choose("hash", {"key": "secret"})
    page.wait_for_redacted()
    page.driver.refresh()

    assert page.run("return document.getElementById('key').value") == ""
    assert page.run("return document.getElementById('text').value") == ""


def test_the_redacted_text_is_copied_and_saved(page: Page, downloads: Path) -> None:
    page.drop("letter.md", "Dear Harry Potter,\r\n\r\nthanks 👋\r\n")
    page.wait_for_redacted()
    page["copy"].click()
    wait_until(lambda: page["copy"].text == "Copied")
    page["download"].click()
    saved = downloads / "letter.redacted.md"
    wait_until(saved.exists)

    assert saved.read_bytes() == "Dear [NAME],\r\n\r\nthanks 👋\r\n".encode()
    assert page.clipboard() == "Dear [NAME],\r\n\r\nthanks 👋\r\n"


def test_the_redacted_text_is_copied_without_tls_too(page: Page) -> None:
    page.find_names(TEXT)
    page.wait_for_redacted()
    page.hide_clipboard()
    page["copy"].click()
    wait_until(lambda: page["copy"].text == "Copied")

    assert page.clipboard() == "[NAME] and [NAME] waved to [NAME]."


def test_a_name_in_the_list_leads_to_its_place(page: Page) -> None:
    page.find_names(TEXT + " Harry Potter left.")
    page.run("document.querySelector('#list summary').click()")
    wait_until(lambda: page["rows"].text != "")
    assert page["rows"].text.splitlines()[0].startswith("Harry Potter 2 0.")
    page.run("document.querySelectorAll('#rows button')[1].click()")

    assert page.driver.switch_to.active_element.text == "Hermione"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("letter.docx", "PK", "This page opens .txt, .md, .csv and .html files"),
        ("letter.txt", b"Andr\xe9", "The file is not in UTF-8"),
        ("letter.txt", " \n", "There is no text yet"),
        ("letter.txt", "a" * 1_048_577, "The text is too long for this page"),
        ("letter.txt", ". " * 120_000, "It takes 100,000 words and punctuation marks"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_clear_words(
    driver: Chrome, service: httpx2.Client, name: str, content: str | bytes, message: str
) -> None:
    page = Page(driver, str(service.base_url))
    page.open()
    page.drop(name, content)

    wait_until(page["problem"].is_displayed)
    assert message in page["problem"].text
    assert page["compose"].is_displayed()
    assert not page["busy"].is_displayed()
    page.errors()  # the console reports the status 413


@pytest.mark.parametrize(
    ("status", "words"), [(429, "The service is busy"), (503, "The service is not ready yet")]
)
def test_the_page_waits_for_a_service_that_has_no_time(page: Page, status: int, words: str) -> None:
    page.answer_once("v1/tag", status)
    page.run(PASTE, page["text"], TEXT)
    page["find"].click()

    wait_until(lambda: page["busy-text"].text == f"{words}; the next try is in 1 second.")
    page.wait_for_names()
    assert page["found"].text == "3 names found"
    assert not page["busy"].is_displayed()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (504, "The service did not finish in time."),
        (500, "The service failed (status 500)."),
        (0, "The service cannot be reached."),
    ],
)
def test_a_request_that_fails_is_told_in_clear_words(page: Page, status: int, words: str) -> None:
    page.answer_once("v1/tag", status)
    page.run(PASTE, page["text"], TEXT)
    page["find"].click()

    wait_until(page["problem"].is_displayed)
    assert words in page["problem"].text
    page["dismiss"].click()
    page["find"].click()
    page.wait_for_names()


def test_a_new_text_leaves_nothing_of_the_old_one(page: Page) -> None:
    page.find_names("Dear Quillfeather Brown, regards.")
    page.wait_for_redacted()
    page["restart"].click()

    assert "Quillfeather" not in page.driver.page_source
    assert page["text"].get_attribute("value") == ""
    assert page.driver.switch_to.active_element == page["text"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("needs axe-core: make packages, where npm is")
    page.prefer(scheme)
    page.run(AXE.read_text(encoding="utf-8"))
    violations = page.driver.execute_async_script(CHECK)
    page.run("document.querySelector('#samples button').click()")
    page.wait_for_redacted()
    page.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    violations += page.driver.execute_async_script(CHECK)

    assert [(each["impact"], each["id"], each["nodes"][0]["html"]) for each in violations] == []
    background = page.run("return getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(17, 22, 28)") == (scheme == "dark")
