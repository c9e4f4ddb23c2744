"""The page `/docs` in Debian's Chromium against the real service."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.service.demo.browser import CHROMEDRIVER, CHROMIUM, Page, chromium
from tests.service.http.test_server import ready
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM.exists() and CHROMEDRIVER.exists()),
        reason="needs chromium and chromium-driver: make packages",
    ),
]


@pytest.fixture(scope="module")
def service(tiny_bundle: Path) -> Iterator[httpx2.Client]:
    with ready(tiny_bundle) as (_, client):
        yield client


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("downloads")) as made:
        yield made


def test_a_route_is_tried_without_another_host_and_without_a_complaint(
    driver: Chrome, service: httpx2.Client
) -> None:
    page = Page(driver, str(service.base_url))

    driver.get(f"{page.address}/docs")
    wait_until(lambda: len(driver.find_elements(By.CSS_SELECTOR, ".opblock")) > 8)
    click(driver, "[id$='tag_v1_tag_post'] .opblock-summary-control")
    click(driver, ".try-out__btn")
    click(driver, ".execute")
    wait_until(lambda: "nomen-tiny 0.1.0" in driver.find_element(By.TAG_NAME, "main").text)

    hosts = {urlsplit(address).netloc for address in page.addresses() if "data:" not in address}
    assert hosts == {urlsplit(page.address).netloc}
    assert page.errors() == []


def click(driver: Chrome, selector: str) -> None:
    wait_until(lambda: bool(driver.find_elements(By.CSS_SELECTOR, selector)))
    driver.find_element(By.CSS_SELECTOR, selector).click()
