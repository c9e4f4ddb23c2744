"""The page in Debian's Chromium, driven as a person would drive it."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from tests.waiting import wait_until

CHROMIUM, CHROMEDRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",  # which root needs
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--window-size=1280,1000",
]
DROP = """
const [name, content] = arguments;
const transfer = new DataTransfer();
transfer.items.add(new File([Array.isArray(content) ? new Uint8Array(content) : content], name));
for (const kind of ["dragover", "drop"]) {
  document.getElementById("text").dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
}
"""
PASTE = """
const [field, text] = arguments;
field.focus();
document.execCommand("insertText", false, text);
"""
PLACE = """
const [word] = arguments;
const walker = document.createTreeWalker(document.getElementById("marked"), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const start = walker.currentNode.data.indexOf(word);
  if (start < 0) continue;
  const range = document.createRange();
  range.setStart(walker.currentNode, start);
  range.setEnd(walker.currentNode, start + word.length);
  const box = range.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
}
"""
SLIDE = """
const [slider, value] = arguments;
slider.value = value;
slider.dispatchEvent(new Event("input"));
"""
READ_ALL = """
const done = arguments[0];
const frame = () => new Promise(requestAnimationFrame);
(async () => {
  for (const piece of document.querySelectorAll("#marked .piece")) {
    piece.scrollIntoView();
    await frame().then(frame);
  }
  done();
})();
"""
NAMES = "return [...document.querySelectorAll('#marked mark')].map((mark) => mark.textContent)"
ANSWER_ONCE = """
const [path, status] = arguments;
const real = window.fetch;
window.fetch = (asked, options) => {
  if (asked !== path) return real(asked, options);
  window.fetch = real;
  if (status === 0) return Promise.reject(new TypeError("Failed to fetch"));
  return Promise.resolve(new Response("{}", { status, headers: { "Retry-After": "1" } }));
};
"""
KEPT = """
const [done] = arguments;
const workers = navigator.serviceWorker.getRegistrations();
Promise.all([indexedDB.databases(), caches.keys(), workers]).then((lists) =>
  done([document.cookie.length, localStorage.length, sessionStorage.length,
        ...lists.map((list) => list.length)]));
"""


for _library in ("selenium", "urllib3"):
    logging.getLogger(_library).setLevel(logging.WARNING)


class Page:
    """The page at an address."""

    def __init__(self, driver: Chrome, address: str) -> None:
        self.driver = driver
        self.address = address.rstrip("/")

    def open(self) -> None:
        self.driver.get(f"{self.address}/demo")
        wait_until(lambda: self["model"].text != "")

    def __getitem__(self, element_id: str) -> WebElement:
        return self.driver.find_element(By.ID, element_id)

    def run(self, script: str, *arguments: object) -> Any:  # noqa: ANN401  # what JavaScript gives
        return self.driver.execute_script(script, *arguments)

    def find_names(self, text: str) -> None:
        """Open the page anew, put a text in as pasting does, and wait for its names."""
        self.open()
        self.run(PASTE, self["text"], text)
        self["find"].click()
        self.wait_for_names()

    def wait_for_names(self) -> None:
        wait_until(self["found"].is_displayed)
        wait_until(lambda: self.run("return document.querySelector('#marked .piece') !== null"))

    def wait_for_redacted(self) -> str:
        self.wait_for_names()
        wait_until(lambda: self["redacted"].get_attribute("aria-busy") is None)
        return str(self.run("return document.getElementById('redacted').textContent"))

    @property
    def names(self) -> list[str]:
        return list(self.run(NAMES))

    def read_to_the_end(self) -> None:
        """Scroll through the marked text: only what has come near the view is marked."""
        self.driver.execute_async_script(READ_ALL)

    def frame(self) -> None:
        """Let the browser draw, and tell of scrolling."""
        script = "requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
        self.driver.execute_async_script(script)

    def slide(self, threshold: float) -> None:
        """Move the slider as a pointer does, without letting it go."""
        self.run(SLIDE, self["threshold"], threshold)

    def choose(self, kind: str, fields: dict[str, str]) -> None:
        """Choose an operator and fill in its fields."""
        Select(self["operator"]).select_by_value(kind)
        for field, value in fields.items():
            self[field].clear()
            self[field].send_keys(value)

    def clipboard(self) -> str:
        permission = {"permission": {"name": "clipboard-read"}, "setting": "granted"}
        self.driver.execute_cdp_cmd("Browser.setPermission", permission)
        script = "(window.kept ?? navigator.clipboard).readText().then(arguments[0])"
        return str(self.driver.execute_async_script(script))

    def hide_clipboard(self) -> None:
        """Hide the clipboard from the page, as a browser does without TLS."""
        self.run(
            "window.kept = navigator.clipboard;"
            "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
        )

    def let_go(self) -> None:
        self.run("arguments[0].dispatchEvent(new Event('change'))", self["threshold"])

    def press(self, *keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(*keys)

    def point_at(self, word: str) -> None:
        """Put the pointer on the first place of a word in the marked text."""
        x, y = self.run(PLACE, word)
        actions = ActionBuilder(self.driver)
        actions.pointer_action.move_to_location(x, y)  # type: ignore[no-untyped-call]  # selenium's
        actions.perform()

    def prefer(self, scheme: str) -> None:
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def tab_to(self, element_id: str, *, backwards: bool = False, at_most: int = 25) -> None:
        """Press Tab until an element has the focus."""
        keys = Keys.SHIFT + Keys.TAB if backwards else Keys.TAB
        for _ in range(at_most):
            self.press(keys)
            if self.driver.switch_to.active_element.get_attribute("id") == element_id:
                return
        raise AssertionError(f"{element_id} is not reached by Tab")

    def drop(self, name: str, content: str | bytes) -> None:
        self.run(DROP, name, content if isinstance(content, str) else list(content))

    def answer_once(self, path: str, status: int) -> None:
        """Answer the next request in place of the service; status 0 is a broken connection."""
        self.run(ANSWER_ONCE, path, status)

    def num_requests(self, path: str) -> int:
        script = "return performance.getEntriesByType('resource').map((entry) => entry.name)"
        return list(self.run(script)).count(f"{self.address}{path}")

    @property
    def kept(self) -> list[int]:
        """How much is in cookies, local and session storage, databases, caches and workers."""
        return list(self.driver.execute_async_script(KEPT))

    def errors(self) -> list[str]:
        """What the console has said since it was asked last."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]  # selenium's
        return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]

    def addresses(self) -> set[str]:
        """The addresses asked since this was asked last."""
        entries = self.driver.get_log("performance")  # type: ignore[no-untyped-call]  # too
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return {params["request"]["url"] for params in sent}


@contextmanager
def chromium(downloads: Path) -> Iterator[Chrome]:
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for argument in ARGUMENTS:
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(str(CHROMEDRIVER)))
    try:
        yield driver
    finally:
        driver.quit()
