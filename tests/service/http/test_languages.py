"""Several bundles behind the routes, each for its languages."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from nomen.model.bundle.bundle import SHIPPED, read_bundle
from nomen.model.tagger import load_tagger
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
from tests.service.http.test_server import ready
from tests.shipped_versions import EN, EN_OPEN

IN_ENGLISH = "Harry Potter met Hermione Granger at the station, and they were late for the train."
IN_GERMAN = "Angela Merkel hat gestern in Berlin mit dem neuen Kanzler Olaf Scholz gesprochen."
IN_VIETNAMESE = "Hôm nay thời tiết rất đẹp và chúng tôi đã đi bộ dọc theo bờ sông của thành phố."
ENGLISH, GERMAN = f"nomen-en {EN}", f"nomen-xx {EN_OPEN}"
JSON_LINES = "application/jsonl"


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy a bundle, and say that it tags German and Swedish."""
    path = Path(shutil.copytree(SHIPPED / "en-open", tmp_path_factory.mktemp("bundles") / "xx"))
    read_bundle(path).with_facts(name="xx", languages=["de", "sv"]).write_manifest()
    return path


@pytest.fixture(scope="module")
def two(german: Path) -> Iterator[TestClient]:
    tagger = load_tagger(["en", german], device="cpu")
    with TestClient(create_app(Settings(), tagger)) as opened:
        yield opened


def tag(client: TestClient, text: str, **options: object) -> dict[str, Any]:
    response = client.post("/v1/tag", json={"text": text, **options})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return {**answer, "header": response.headers["Nomen-Model"]}


@pytest.mark.parametrize(
    ("text", "language", "model"), [(IN_ENGLISH, "en", ENGLISH), (IN_GERMAN, "de", GERMAN)]
)
def test_a_text_is_read_by_the_bundle_for_its_language(
    two: TestClient, text: str, language: str, model: str
) -> None:
    answer = tag(two, text)

    assert (answer["language"], answer["model"], answer["unsupported"]) == (language, model, {})
    assert answer["header"].startswith(model)


@pytest.mark.parametrize("language", ["xx", "de-AT", "sv"])
def test_a_request_chooses_a_bundle_or_a_language(two: TestClient, language: str) -> None:
    assert tag(two, IN_ENGLISH, language=language)["model"] == GERMAN


def test_the_language_of_a_record_chooses_nothing_and_comes_back(two: TestClient) -> None:
    lines = [{"options": {"fields": ["model"]}}, {"text": IN_GERMAN, "language": "en"}]

    response = two.post(
        "/v1/tag/stream",
        content="\n".join(map(json.dumps, lines)),
        headers={"Content-Type": JSON_LINES},
    )

    answer = json.loads(response.text)
    assert (answer["model"], answer["record"]) == (GERMAN, {"language": "en"})


def test_a_batch_of_errors_names_the_first_bundle(two: TestClient) -> None:
    answer = two.post("/v1/tag/batch", json={"documents": [{"text": 5}, {}]}).json()

    assert answer["model"] == ENGLISH
    assert all("error" in each for each in answer["documents"])


def test_what_no_bundle_tags_is_told(two: TestClient) -> None:
    answer = tag(two, IN_VIETNAMESE)

    assert (answer["language"], list(answer["unsupported"])) == ("vi", ["vi"])


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fi", "The language or the bundle is not served"),
        ("en-open", "The language or the bundle is not served"),
        ("e n", "The language is no tag of BCP 47"),
        ("english", "The language is no tag of BCP 47"),
        ("", "A value is out of its range"),
    ],
)
def test_another_language_is_a_clear_problem(two: TestClient, language: str, title: str) -> None:
    response = two.post("/v1/tag", json={"text": IN_ENGLISH, "language": language})

    problem = response.json()
    assert (response.status_code, problem["pointer"]) == (422, "/language")
    assert problem["title"] == title
    assert problem["detail"].startswith("expected auto, a ")


def test_the_paragraphs_of_a_mixed_text_are_read_by_their_bundles(two: TestClient) -> None:
    text = f"{IN_ENGLISH}\n\n{IN_GERMAN}\n\n{IN_ENGLISH}"

    answer = tag(two, text)
    alone = [tag(two, IN_ENGLISH), tag(two, IN_GERMAN), tag(two, IN_ENGLISH)]

    assert (answer["language"], answer["model"]) == ("en", f"{ENGLISH}, {GERMAN}")
    assert [name["text"] for name in answer["names"]] == [
        name["text"] for each in alone for name in each["names"]
    ]
    assert all(text[name["start"] : name["end"]] == name["text"] for name in answer["names"])
    assert {name["text"]: name["language"] for name in answer["names"]} == {
        "Harry Potter": "en",
        "Hermione Granger": "en",
        "Angela Merkel": "de",
    }
    assert not any("language" in name for each in alone for name in each["names"])


def test_a_short_paragraph_in_a_long_one_goes_to_its_bundle_by_every_route(
    two: TestClient,
) -> None:
    mixed = f"{IN_ENGLISH}\n\n" * 40 + f"{IN_GERMAN}\n\n" + f"{IN_ENGLISH}\n\n" * 40
    lines = {"content": json.dumps({"text": mixed}), "headers": {"Content-Type": JSON_LINES}}

    answers = [
        two.post("/v1/tag", json={"text": mixed}).json(),
        two.post("/v1/tag/batch", json={"documents": [{"text": mixed}]}).json()["documents"][0],
        json.loads(two.post("/v1/tag/stream", **lines).text),  # type: ignore[arg-type]
        two.post("/v1/redact", json={"text": mixed}).json(),
        two.post("/v1/redact/batch", json={"documents": [{"text": mixed}]}).json()["documents"][0],
        json.loads(two.post("/v1/redact/stream", **lines).text),  # type: ignore[arg-type]
    ]

    assert {each["model"] for each in answers} == {f"{ENGLISH}, {GERMAN}"}
    german = [
        [name["text"] for name in each["names"] if name["language"] == "de"] for each in answers[:3]
    ]
    assert german == [["Angela Merkel"]] * 3
    assert all("Angela Merkel" not in each["text"] for each in answers[3:])


def test_rules_hold_for_all_paragraphs_of_a_mixed_text(two: TestClient) -> None:
    text = f"{IN_ENGLISH}\n\n{IN_GERMAN}"
    rules = {"deny": ["Berlin", "station"], "allow": ["Harry Potter"], "consistent": True}

    names = [name["text"] for name in tag(two, text, **rules)["names"]]

    assert {"Berlin", "station", "Hermione Granger"} <= set(names)
    assert "Harry Potter" not in names


def test_documents_of_a_batch_say_who_read_them(two: TestClient) -> None:
    documents = [{"text": IN_GERMAN}, {"tokens": IN_ENGLISH.split()}]

    answer = two.post("/v1/tag/batch", json={"documents": documents}).json()

    assert answer["model"] == f"{ENGLISH}, {GERMAN}"
    assert [each["model"] for each in answer["documents"]] == [GERMAN, ENGLISH]
    assert [each["language"] for each in answer["documents"]] == ["de", "en"]


def test_a_stream_has_a_language_or_finds_it_out(two: TestClient) -> None:
    lines = [json.dumps({"text": each}) for each in (IN_ENGLISH, IN_GERMAN)]
    options = json.dumps({"options": {"language": "xx", "fields": ["model"]}})

    found, chosen = (
        two.post(
            "/v1/tag/stream",
            content="\n".join(each),
            headers={"Content-Type": "application/jsonl"},
        ).text.splitlines()
        for each in (lines, [options, *lines])
    )

    assert [json.loads(line)["model"] for line in found] == [ENGLISH, GERMAN]
    assert [json.loads(line)["model"] for line in chosen] == [GERMAN, GERMAN]


def test_a_stream_with_another_language_ends(two: TestClient) -> None:
    response = two.post(
        "/v1/redact/stream",
        content=json.dumps({"options": {"language": "fi"}}),
        headers={"Content-Type": "application/jsonl"},
    )

    assert json.loads(response.text)["error"]["pointer"] == "/options/language"


def test_a_redacted_text_says_who_read_it(two: TestClient) -> None:
    answer = two.post("/v1/redact", json={"text": f"{IN_ENGLISH}\n\n{IN_GERMAN}"}).json()
    alone = two.post(
        "/v1/redact?language=xx",
        content=IN_VIETNAMESE,
        headers={"Content-Type": "text/plain", "Accept": "text/plain"},
    )

    assert (answer["language"], answer["model"]) == ("en", f"{ENGLISH}, {GERMAN}")
    assert [name["language"] for name in answer["names"]] == ["en", "en", "de"]
    assert "Potter" not in answer["text"]
    assert alone.headers["Nomen-Language"] == "vi"
    assert alone.headers["Nomen-Unsupported"].startswith("vi=")


def test_presidios_clients_choose_a_served_language(two: TestClient) -> None:
    body = {"text": IN_GERMAN, "language": "de", "return_decision_process": True}

    found = two.post("/analyze", json=body).json()

    assert GERMAN in found[0]["analysis_explanation"]["textual_explanation"]
    assert two.get("/supportedentities?language=sv").json() == ["PERSON"]
    assert two.get("/recognizers?language=fi").status_code == 422
    assert two.post("/analyze", json={**body, "language": "fi"}).status_code == 422


def test_the_served_bundles_are_listed(two: TestClient) -> None:
    models = two.get("/v1/models").json()["models"]

    assert [(each["name"], each["chosen_for"]) for each in models] == [
        ("en", ["en"]),
        ("xx", ["de", "sv"]),
    ]
    assert two.get("/v1/model").json()["languages"] == ["en"]


def test_metrics_count_tokens_by_bundle(two: TestClient) -> None:
    tag(two, IN_GERMAN)

    lines = two.get("/metrics").text.splitlines()

    assert sum(line.startswith("nomen_model_info{") for line in lines) == 2
    assert any(line.startswith('nomen_model_tokens_total{name="xx"}') for line in lines)


@pytest.mark.slow
def test_one_engine_process_serves_several_bundles(german: Path) -> None:
    with ready(german, NOMEN_BUNDLES=f"en,{german}") as (_, client):
        answers = [
            client.post("/v1/tag", json={"text": each}).json() for each in (IN_ENGLISH, IN_GERMAN)
        ]

    assert [each["model"] for each in answers] == [ENGLISH, GERMAN]
