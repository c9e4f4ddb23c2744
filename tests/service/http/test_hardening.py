"""What every answer says to browsers, and what a caller cannot write into the log."""

import io
import json
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

ASKED = [
    ("GET", "/"),
    ("GET", "/docs"),
    ("GET", "/demo"),
    ("GET", "/demo/demo.js"),
    ("GET", "/openapi.json"),
    ("GET", "/v1/model"),
    ("GET", "/metrics"),
    ("GET", "/livez"),
    ("GET", "/health"),
    ("GET", "/nowhere"),
    ("POST", "/v1/tag"),
    ("POST", "/v1/tag/stream"),
    ("POST", "/analyze"),
    ("PUT", "/v1/redact"),
]
PAGES = ("/", "/docs", "/demo")
FORGED = '{"event":"request","code":200}'


@pytest.mark.parametrize(("method", "path"), ASKED)
def test_s8_every_answer_is_for_its_caller_alone(
    client: TestClient, method: str, path: str
) -> None:
    origin = {"Origin": "https://evil.example", "Accept": "text/html"}
    headers = client.request(method, path, headers=origin).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] in {"no-store", "no-cache"}
    assert headers["x-request-id"]
    assert not [name for name in headers if name.startswith("access-control-")]
    assert "server" not in headers
    assert "x-powered-by" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_s8_a_page_loads_nothing_from_elsewhere_and_stands_in_no_frame(
    client: TestClient, path: str
) -> None:
    policy = client.get(path, headers={"Accept": "text/html"}).headers["content-security-policy"]

    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy.replace("style-src 'self' 'unsafe-inline'", "")


def test_s8_a_preflight_of_another_origin_is_not_answered(client: TestClient) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    assert client.options("/v1/tag", headers=asked).status_code == 405


@pytest.mark.parametrize(
    "value", [f"a\r\n{FORGED}", "\x1b[2Jclean", f'","level":"error",{FORGED}', "\x00", "é" * 40]
)
def test_s9_a_caller_writes_no_line_and_no_field_of_the_log(
    client: TestClient, log_lines: io.StringIO, value: str
) -> None:
    before = len(log_lines.getvalue().splitlines())
    client.get(f"/v1/{quote(value)}", headers=[(b"X-Request-ID", value.encode())])
    client.request("PROBE", "/v1/tag", headers=[(b"User-Agent", value.encode())])

    lines = [json.loads(line) for line in log_lines.getvalue().splitlines()[before:]]
    requests = [line for line in lines if line["event"] == "request"]
    assert [line["code"] for line in requests] == [404, 405]
    assert [line["route"] for line in requests] == ["unmatched", "/v1/tag"]
    assert [line["method"] for line in requests] == ["GET", "other"]
    assert len(requests[0]["request_id"]) == 32
    assert value not in log_lines.getvalue()
    assert "\x1b" not in log_lines.getvalue()
