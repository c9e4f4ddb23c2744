"""The page in a browser before a service that asks for keys: `service/demo/access.js`."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys

from tests.service.demo.browser import CHROMEDRIVER, CHROMIUM, PASTE, Page, chromium
from tests.service.demo.test_browser import AXE, CHECK, TEXT
from tests.service.http.test_server import ready
from tests.service.keys.test_key_ring import line
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM.exists() and CHROMEDRIVER.exists()),
        reason="needs chromium and chromium-driver: make packages",
    ),
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as made:
        yield made


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    file = tmp_path_factory.mktemp("keys") / "keys"
    file.write_text(line("people", "a-good-key"))
    with ready(Path("en"), NOMEN_KEYS_FILE=str(file)) as (_, client):
        yield client


@pytest.fixture
def page(driver: Chrome, service: httpx2.Client) -> Page:
    opened = Page(driver, str(service.base_url))
    driver.get(f"{opened.address}/demo")
    wait_until(opened["access"].is_displayed)
    return opened


def test_a_good_key_opens_the_service_and_is_kept_nowhere(page: Page) -> None:
    page.press("a-bad-key", Keys.ENTER)
    wait_until(lambda: "does not know this key" in page["access-why"].text)
    page.press("a-good-key", Keys.ENTER)
    wait_until(lambda: page["model"].text != "")
    page.run(PASTE, page["text"], TEXT)
    page["find"].click()
    page.wait_for_names()

    assert "Harry Potter" in page.names
    assert "Harry" not in page.wait_for_redacted()
    assert page["access-key"].get_attribute("value") == ""
    assert page.kept == [0] * 6
    assert not [url for url in page.addresses() if "key" in url]


def test_without_a_key_the_page_says_what_is_wanted(page: Page) -> None:
    page.press(Keys.ESCAPE)
    wait_until(page["problem"].is_displayed)

    assert "asks for a key" in page["problem-text"].text
    assert not page["access"].is_displayed()


def test_the_dialog_is_accessible(page: Page) -> None:
    if not AXE.exists():
        pytest.skip("needs axe-core: make packages")
    page.run(AXE.read_text(encoding="utf-8"))

    assert page.driver.execute_async_script(CHECK) == []
    assert page.driver.switch_to.active_element.get_attribute("id") == "access-key"
