import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from tests.service.apps import GatedTagger, asgi_client, call_and_leave, until_metric
from tests.service.documents.test_strict_json import TRAPS

TEXT = "Harry Potter 😀 waved."
JSON = {"Content-Type": "application/json"}


def slug_of(response: httpx2.Response) -> str:
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == response.status_code
    return str(problem["type"]).removeprefix("/problems/")


def test_a_text_gets_parallel_arrays_and_names(client: TestClient, tagger: Tagger) -> None:
    answer = client.post("/v1/tag", json={"text": TEXT, "threshold": 0}).json()

    expected = tagger.tag([TEXT])[0].name_probabilities
    assert answer["model"] == "nomen-tiny 0.1.0"
    assert answer["tokens"] == ["Harry", "Potter", "😀", "waved", "."]
    assert answer["starts"] == [0, 6, 13, 15, 20]
    assert answer["ends"] == [5, 12, 14, 20, 21]
    assert answer["name_probabilities"] == pytest.approx(expected.tolist(), abs=1e-6)
    assert all(TEXT[name["start"] : name["end"]] == name["text"] for name in answer["names"])


def test_tokens_get_an_entry_each_and_no_offsets(client: TestClient) -> None:
    answer = client.post("/v1/tag", json={"tokens": ["Harry", "x y", "."], "threshold": 0}).json()

    assert answer["tokens"] == ["Harry", "x y", "."]
    assert len(answer["name_probabilities"]) == 3
    assert answer["starts"] is answer["ends"] is answer["names"][0]["start"] is None


@pytest.mark.parametrize("document", [{"text": ""}, {"text": " \n"}, {"tokens": []}])
def test_nothing_has_no_tokens(client: TestClient, document: dict[str, object]) -> None:
    answer = client.post("/v1/tag", json=document).json()

    assert answer["tokens"] == answer["name_probabilities"] == answer["names"] == []


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.sampled_from(["codepoint", "utf16", "byte"]))
def test_offsets_cut_the_tokens_out_of_the_text(client: TestClient, text: str, unit: str) -> None:
    answer = client.post("/v1/tag", json={"text": text, "offset_unit": unit}).json()

    encoding, width = {"codepoint": ("utf-32-le", 4), "utf16": ("utf-16-le", 2)}.get(
        unit, ("utf-8", 1)
    )
    raw = text.encode(encoding)
    spans = zip(answer["starts"], answer["ends"], strict=True)
    assert [raw[a * width : b * width].decode(encoding) for a, b in spans] == answer["tokens"]


def test_the_threshold_decides_names_and_no_probability(client: TestClient) -> None:
    low, preset, high = (
        client.post("/v1/tag", json={"text": TEXT, "threshold": threshold}).json()
        for threshold in (0, "balanced", 1)
    )

    assert low["name_probabilities"] == high["name_probabilities"] == preset["name_probabilities"]
    assert len(low["names"]) > len(high["names"]) == 0


def test_an_answer_has_the_fields_that_were_asked_for(client: TestClient) -> None:
    whole = client.post("/v1/tag", json={"text": TEXT, "threshold": 0}).json()

    options = {"threshold": 0, "fields": ["names", "ends"]}
    alone = client.post("/v1/tag", json={"text": TEXT, **options}).json()
    batch = client.post("/v1/tag/batch", json={"documents": [{"text": TEXT}], **options}).json()

    assert alone == {name: whole[name] for name in ("model", "names", "ends")}
    assert batch["documents"] == [{"id": None, "names": whole["names"], "ends": whole["ends"]}]


def test_lists_decide_names_and_no_probability(client: TestClient) -> None:
    plain = client.post("/v1/tag", json={"text": TEXT, "threshold": 1}).json()

    options = {"threshold": 1, "deny": ["WAVED", "potter 😀"], "allow": ["Potter"]}
    body = {"text": TEXT, "fold_case": True, **options}
    answer = client.post("/v1/tag", json=body).json()

    assert [(name["text"], name["probability"]) for name in answer["names"]] == [
        ("Potter 😀", None),
        ("waved", None),
    ]
    assert answer["name_probabilities"] == plain["name_probabilities"]


def test_consistent_raises_what_is_sure_elsewhere(default_tagger: Tagger) -> None:
    text = "Hermione Granger waved. Item: Hermione, 2 boxes."
    with TestClient(create_app(Settings(), default_tagger)) as client:
        plain, consistent = (
            client.post("/v1/tag", json={"text": text, "consistent": each}).json()
            for each in (False, True)
        )

    pairs = zip(consistent["name_probabilities"], plain["name_probabilities"], strict=True)
    raised = [i for i, (now, before) in enumerate(pairs) if now > before]
    assert [consistent["tokens"][i] for i in raised] == ["Hermione"]
    assert len(consistent["names"]) >= len(plain["names"])


def test_a_long_text_is_tagged_whole(client: TestClient, tagger: Tagger) -> None:
    text = "Harry met Hermione and Ron . " * 400

    answer = client.post("/v1/tag", json={"text": text}).json()

    expected = tagger.tag([text])[0].name_probabilities
    assert answer["name_probabilities"] == pytest.approx(expected.tolist(), abs=1e-3)


def test_an_answer_tells_its_model_its_times_and_its_request(client: TestClient) -> None:
    response = client.post("/v1/tag", json={"text": TEXT}, headers={"X-Request-ID": "abc-1.2_3"})

    stages = [stage.split(";")[0] for stage in response.headers["server-timing"].split(", ")]
    assert stages == ["tokenize", "queue", "forward", "encode"]
    assert response.headers["nomen-model"].startswith("nomen-tiny 0.1.0 ")
    assert len(response.headers["nomen-model"].split()[-1]) == 12
    assert response.headers["x-request-id"] == "abc-1.2_3"


@pytest.mark.parametrize(("body", "slug"), TRAPS, ids=range(len(TRAPS)))
def test_what_is_no_json_is_the_callers_fault(client: TestClient, body: bytes, slug: str) -> None:
    response = client.post("/v1/tag", content=body, headers=JSON)

    assert slug_of(response) == slug
    assert response.status_code in {400, 422}


@pytest.mark.parametrize(
    ("headers", "slug"),
    [
        ({}, "media-type"),
        ({"Content-Type": "text/html"}, "media-type"),
        ({"Content-Type": "text/plain; charset=latin-1"}, "media-type"),
        ({"Content-Type": "application/json; charset=utf-16"}, "media-type"),
        ({"Content-Type": "application/json; charset*0=a; charset*=b''c"}, "media-type"),
        ({"Content-Type": "application/json; charset*=x''%ff"}, "media-type"),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, "content-encoding"),
    ],
)
def test_other_media_types_are_refused(
    client: TestClient, headers: dict[str, str], slug: str
) -> None:
    response = client.post("/v1/tag", content=b'{"text": "a"}', headers=headers)

    assert (response.status_code, slug_of(response)) == (415, slug)


def test_a_charset_of_utf8_is_json(client: TestClient) -> None:
    headers = {"Content-Type": "Application/JSON; charset=UTF-8"}

    assert client.post("/v1/tag", content=b'{"text": "a"}', headers=headers).status_code == 200


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
def test_the_body_limit_is_exact(
    client: TestClient, lifecycle: Lifecycle, *, is_chunked: bool, extra: int, status: int
) -> None:
    head, tail = b'{"text": "', b'"}'
    size = lifecycle.settings.max_body_bytes + extra - len(head) - len(tail)
    body = head + b" " * size + tail

    def chunks() -> Iterator[bytes]:
        yield from (body[i : i + 65_536] for i in range(0, len(body), 65_536))

    response = client.post("/v1/tag", content=chunks() if is_chunked else body, headers=JSON)

    assert response.status_code == status


@pytest.fixture
def small(tagger: Tagger) -> Iterator[TestClient]:
    limits = Settings(max_tokens=10, queue_tokens=12, max_documents=3)
    with TestClient(create_app(limits, tagger)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("route", "body", "slug"),
    [
        ("/v1/tag", {"text": "a " * 11}, "document-too-large"),
        ("/v1/tag", {"tokens": ["a"] * 11}, "document-too-large"),
        ("/v1/tag/batch", {"documents": [{"text": "a"}] * 4}, "too-many-documents"),
        ("/v1/tag/batch", {"documents": [{"text": "a " * 9}] * 2}, "too-many-tokens"),
    ],
)
def test_what_is_too_large_is_refused_and_never_cut(
    small: TestClient, route: str, body: dict[str, object], slug: str
) -> None:
    response = small.post(route, json=body)

    assert (response.status_code, slug_of(response)) == (413, slug)


def test_a_deadline_that_passes_is_told(client: TestClient) -> None:
    response = client.post("/v1/tag", json={"text": "Harry waved . " * 20_000, "timeout_ms": 1})

    assert (response.status_code, slug_of(response)) == (504, "deadline")


def test_a_batch_keeps_its_order_and_each_error_its_own(small: TestClient) -> None:
    documents = [
        {"id": "first", "text": "Harry waved."},
        {"id": 2, "text": "a " * 11},
        {"tokens": ["a"], "text": "a"},
    ]

    entries = small.post("/v1/tag/batch", json={"documents": documents}).json()["documents"]

    assert [entry["id"] for entry in entries] == ["first", 2, None]
    assert entries[0]["tokens"] == ["Harry", "waved", "."]
    assert [entry["error"]["type"] for entry in entries[1:]] == [
        "/problems/document-too-large",
        "/problems/text-or-tokens",
    ]


def test_an_empty_batch_has_an_empty_answer(client: TestClient) -> None:
    answer = client.post("/v1/tag/batch", json={"documents": []}).json()

    assert answer == {"model": "nomen-tiny 0.1.0", "documents": []}


def test_a_document_has_one_answer_alone_and_in_a_batch(client: TestClient) -> None:
    documents = [{"text": TEXT}, {"text": "Hermione Granger invented a new spell."}]

    alone = [client.post("/v1/tag", json=document).json() for document in documents]
    entries = client.post("/v1/tag/batch", json={"documents": documents}).json()["documents"]

    for one, entry in zip(alone, entries, strict=True):
        expected = pytest.approx(one["name_probabilities"], abs=2e-6)  # both are rounded to 1e-6
        assert entry["name_probabilities"] == expected


@pytest.mark.anyio
async def test_concurrent_answers_never_cross(tagger: Tagger) -> None:
    async with asgi_client(create_app(Settings(), tagger)) as client:

        async def ask(marker: int) -> bool:
            tokens = [f"marker{marker}"] * (1 + marker % 40)
            answer = (await client.post("/v1/tag", json={"tokens": tokens})).json()
            return bool(answer["tokens"] == tokens) and len(answer["name_probabilities"]) == len(
                tokens
            )

        assert all(await asyncio.gather(*map(ask, range(300))))
        metrics = (await client.get("/metrics")).text
    assert "\nnomen_tokens_total 5950.0\n" in metrics
    assert float(metrics.split("\nnomen_batch_documents_count ")[1].split()[0]) < 300


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("route", "body"),
    [("/v1/tag", {"text": "b"}), ("/v1/tag/batch", {"documents": [{"text": "b"}]})],
)
async def test_a_full_queue_refuses_every_shape(
    gated: GatedTagger, route: str, body: dict[str, object]
) -> None:
    limits = Settings(max_tokens=5, queue_tokens=5)
    async with asgi_client(create_app(limits, gated)) as client, asyncio.TaskGroup() as group:
        running = group.create_task(client.post("/v1/tag", json={"text": "a"}))
        await gated.until_entered()
        waiting = group.create_task(client.post("/v1/tag", json={"text": "a a a a a"}))
        await until_metric(client, "nomen_queue_tokens 5.0")

        response = await client.post(route, json=body)

        gated.let_through()
    assert (response.status_code, slug_of(response)) == (429, "queue-full")
    assert 1 <= int(response.headers["retry-after"]) <= 60
    assert running.result().status_code == waiting.result().status_code == 200


@pytest.mark.anyio
async def test_a_deadline_behind_a_queue_is_kept_and_the_engine_spared(gated: GatedTagger) -> None:
    app = create_app(Settings(), gated)
    async with asgi_client(app) as client, asyncio.TaskGroup() as group:
        group.create_task(client.post("/v1/tag", json={"text": "a"}))
        await gated.until_entered()

        response = await client.post("/v1/tag", json={"text": "b", "timeout_ms": 20})

        gated.let_through()
    assert slug_of(response) == "deadline"
    assert gated.num_windows == 1


@pytest.mark.anyio
async def test_a_client_that_went_away_does_not_reach_the_engine(gated: GatedTagger) -> None:
    app = create_app(Settings(), gated)
    async with asgi_client(app) as client, asyncio.TaskGroup() as group:
        group.create_task(client.post("/v1/tag", json={"text": "a"}))
        await gated.until_entered()
        sent = await call_and_leave(app, "/v1/tag", b'{"text": "b"}')
        metrics = (await client.get("/metrics")).text
        gated.let_through()

    assert sent == []
    assert 'nomen_requests_total{code="499",route="/v1/tag"} 1.0' in metrics
    assert 'nomen_rejected_total{reason="client_gone"} 1.0' in metrics
    assert "nomen_queue_requests 0.0" in metrics
    assert gated.num_windows == 1
