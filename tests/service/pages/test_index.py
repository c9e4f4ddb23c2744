import re

import pytest
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_browser_gets_a_page_with_links(client: TestClient) -> None:
    response = client.get("/", headers=HTML)

    assert response.headers["content-type"] == "text/html; charset=utf-8"
    links = re.findall(r'<a href="([^"]+)"', response.text)
    assert links == ["demo", "docs"]
    assert [client.get(f"/{link}").status_code for link in links] == [200, 200]
    assert "<td>POST /v1/redact</td><td>Redact one text</td>" in response.text


def test_others_get_a_line_for_each_route(client: TestClient) -> None:
    response = client.get("/")

    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert "POST /v1/tag  Tag one document" in lines
    assert len(lines) > 10


def test_a_demo_that_is_not_there_is_not_named(tagger: Tagger) -> None:
    with TestClient(create_app(Settings(demo=False), tagger)) as client:
        assert "/demo" not in client.get("/").text + client.get("/", headers=HTML).text


@pytest.mark.parametrize("headers", [{}, HTML])
def test_the_page_may_load_nothing(client: TestClient, headers: dict[str, str]) -> None:
    policy = client.get("/", headers=headers).headers["content-security-policy"]

    assert policy == "default-src 'none'; img-src data:; frame-ancestors 'none'"
