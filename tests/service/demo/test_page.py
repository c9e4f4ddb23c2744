import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.demo import page
from nomen.service.http.app import create_app
from nomen.service.settings import Settings

PATHS = ["/demo", "/demo/demo.css", "/demo/demo.js", "/demo/names.js", "/demo/icon.svg"]
FOLDER = Path(page.__file__).parent
FILES = {name: (FOLDER / name).read_text(encoding="utf-8") for name in page.MEDIA_TYPES}


@pytest.fixture
def without_demo(tagger: Tagger) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(demo=False), tagger)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/demo", "text/html; charset=utf-8"),
        ("/demo/demo.css", "text/css; charset=utf-8"),
        ("/demo/demo.js", "text/javascript; charset=utf-8"),
        ("/demo/icon.svg", "image/svg+xml"),
    ],
)
def test_a_file_comes_with_its_media_type(client: TestClient, path: str, media_type: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["content-type"] == media_type
    assert response.text in FILES.values()


@pytest.mark.parametrize("path", PATHS)
def test_the_headers_keep_the_text_on_the_page(client: TestClient, path: str) -> None:
    headers = client.get(path).headers

    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers.get_list("cache-control") == ["no-store" if path == "/demo" else "no-cache"]
    assert "set-cookie" not in headers


def test_a_file_that_the_browser_has_is_not_sent_again(client: TestClient) -> None:
    tag = client.get("/demo/demo.js").headers["etag"]

    known = client.get("/demo/demo.js", headers={"If-None-Match": f'"other", W/{tag}'})
    other = client.get("/demo/demo.js", headers={"If-None-Match": '"other"'})

    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    assert other.status_code == 200


def test_only_reading_is_allowed(client: TestClient) -> None:
    head = client.head("/demo")

    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/demo").json()["type"] == "/problems/method-not-allowed"


def test_metrics_count_the_page_by_its_route(client: TestClient) -> None:
    client.get("/demo")

    assert 'nomen_requests_total{code="200",route="/demo"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize("path", PATHS)
def test_the_setting_removes_the_page(without_demo: TestClient, path: str) -> None:
    response = without_demo.get(path)

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/not-found"


def test_the_setting_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMEN_DEMO", "false")

    assert Settings.from_env().demo is False
    monkeypatch.delenv("NOMEN_DEMO")
    assert Settings.from_env().demo is True


def test_the_page_is_served_by_a_service_that_is_not_ready(client: TestClient) -> None:
    client.app.state.lifecycle.leave()  # type: ignore[attr-defined]  # an ASGI app to it

    assert client.get("/demo").status_code == 200


def test_the_files_name_no_other_address() -> None:
    found = {url for text in FILES.values() for url in re.findall(r"\w+://[^\s\"')]+", text)}

    assert found == {"http://www.w3.org/2000/svg"}  # the name of SVG, which nobody loads


def test_the_page_has_neither_scripts_nor_styles_inside() -> None:
    text = FILES["index.html"]

    assert re.findall(r"<script[^>]*>(.*?)</script>", text, re.DOTALL) == [""]
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)


def test_every_file_of_the_folder_is_served() -> None:
    assert set(FILES) == {path.name for path in FOLDER.iterdir() if path.suffix not in {".py", ""}}


@pytest.mark.parametrize("script", [text for name, text in FILES.items() if name.endswith(".js")])
def test_a_script_stores_nothing(script: str) -> None:
    assert not re.search(r"cookie|localStorage|sessionStorage|indexedDB|caches\b", script)
