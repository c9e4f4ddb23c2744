import shutil
import signal
import socket
import ssl
from pathlib import Path

import httpx2
import pytest

from nomen.service.http.tls import Certificate, CertificateError
from nomen.service.settings import Settings, SettingsError
from tests.service.http.certificates import make_certificate, needs_openssl, trusting
from tests.service.http.test_server import serve
from tests.waiting import wait_until

pytestmark = needs_openssl


def common_name(served: Certificate, client: ssl.SSLContext, *, server_name: str) -> str:
    """Shake hands in memory; give the name of the certificate that was shown."""
    theirs = (ssl.MemoryBIO(), ssl.MemoryBIO())
    ours = client.wrap_bio(*theirs, server_hostname=server_name)
    other = served.context.wrap_bio(theirs[1], theirs[0], server_side=True)
    for _ in range(4):
        for each in (ours, other):
            try:
                each.do_handshake()
            except ssl.SSLWantReadError:
                continue
    found = ours.getpeercert()
    assert found is not None
    subject = found["subject"]
    assert isinstance(subject, tuple)
    return str(subject[0][0][1])


@pytest.mark.parametrize("server_name", ["localhost", "127.0.0.1"])
def test_a_certificate_is_read_again_and_a_wrong_one_changes_nothing(
    tmp_path: Path, server_name: str
) -> None:
    old, new = make_certificate(tmp_path, "old"), make_certificate(tmp_path, "new")
    live = [Path(shutil.copy(each, tmp_path / f"live{each.suffix}")) for each in old]
    served, client = Certificate(*live), trusting(old[0], new[0])
    assert common_name(served, client, server_name=server_name) == "old"

    shutil.copy(new[0], live[0])
    served.reload()
    assert common_name(served, client, server_name=server_name) == "old"

    shutil.copy(new[1], live[1])
    served.reload()
    assert common_name(served, client, server_name=server_name) == "new"


@pytest.mark.parametrize("fault", ["other key", "no key", "text", "password"])
def test_unusable_files_are_refused(tmp_path: Path, fault: str) -> None:
    certificate, key = make_certificate(tmp_path, "one")
    if fault == "other key":
        key = make_certificate(tmp_path, "two")[1]
    elif fault == "no key":
        key.unlink()
    elif fault == "text":
        certificate.write_text("Canary")
    else:
        key.write_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n" + key.read_text())

    with pytest.raises(CertificateError, match="NOMEN_TLS_CERT and NOMEN_TLS_KEY") as caught:
        Certificate(certificate, key)

    assert "Canary" not in str(caught.value)


def test_both_files_are_named_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Certificate.from_settings(Settings()) is None
    monkeypatch.setenv("NOMEN_TLS_CERT", "/tls.crt")

    with pytest.raises(SettingsError, match="expected both or none"):
        Settings.from_env()


@pytest.mark.slow
def test_a_service_speaks_tls_and_takes_a_new_certificate_without_a_restart(
    tmp_path: Path, tiny_bundle: Path
) -> None:
    old, new = make_certificate(tmp_path, "old"), make_certificate(tmp_path, "new")
    live = [Path(shutil.copy(each, tmp_path / f"live{each.suffix}")) for each in old]
    tls = {"NOMEN_TLS_CERT": str(live[0]), "NOMEN_TLS_KEY": str(live[1])}
    with serve(tiny_bundle, NOMEN_MAX_BODY_BYTES="1000", **tls) as served:
        url = served.wait_for("listening")["url"]
        served.wait_for("ready")
        with httpx2.Client(base_url=url, verify=trusting(old[0])) as client:
            assert url.startswith("https://")
            assert client.post("/v1/tag", json={"text": "Harry"}).status_code == 200
            for each, place in zip(new, live, strict=True):
                shutil.copy(each, place)
            served.wait_for("certificate read")
            assert client.get("/livez").status_code == 200  # the open connection

        def has_new() -> bool:
            return httpx2.get(f"{url}/livez", verify=trusting(new[0])).is_success

        wait_until(has_new)
        with pytest.raises(httpx2.ConnectError):
            httpx2.get(f"{url}/livez", verify=trusting(old[0]))
        _check_that_a_large_body_is_answered(url, trusting(new[0]))
        assert served.end(signal.SIGTERM) == 0


def _check_that_a_large_body_is_answered(url: str, context: ssl.SSLContext) -> None:
    """A connection with unread data lingers under TLS, too."""
    parsed = httpx2.URL(url)
    with (
        socket.create_connection((parsed.host, parsed.port or 0), 10) as plain,
        context.wrap_socket(plain, server_hostname=parsed.host) as raw,
    ):
        head = b"POST /v1/tag HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        raw.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        raw.sendall(b"64\r\n" + b" " * 100 + b"\r\n" + b"3e8\r\n" + b" " * 1000 + b"\r\n")
        raw.sendall(b"64\r\n" + b" " * 100 + b"\r\n")

        assert raw.makefile("rb").read().startswith(b"HTTP/1.1 413")
