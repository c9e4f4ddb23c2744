"""The page in a browser is covered by `test_docs_in_a_browser.py`."""

import re

import pytest
from starlette.testclient import TestClient

FILES = ["start.js", "swagger-ui-bundle.js", "swagger-ui.css"]


def test_the_page_asks_for_files_of_this_server_alone(client: TestClient) -> None:
    page = client.get("/docs").text

    asked = re.findall(r'(?:src|href)="(?!data:)([^"]+)"', page)
    assert set(asked) == {"openapi.json", *(f"docs/{name}" for name in FILES)}
    assert [client.get(f"/{path}").status_code for path in asked] == [200] * len(asked)
    assert not re.search(r"<script(?! src)|<style|style=|://", page)


@pytest.mark.parametrize("path", ["/docs", *(f"/docs/{name}" for name in FILES)])
def test_the_policy_allows_no_other_host(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"https?:|\*|unsafe-eval", policy)


@pytest.mark.parametrize(
    "path", ["/docs/", "/docs/redoc.standalone.js", "/docs/favicon.png", "/docs/../pyproject.toml"]
)
def test_nothing_else_is_served_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
