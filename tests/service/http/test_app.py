from starlette.testclient import TestClient

from nomen.model.tagger import Tagger
from nomen.service.http.app import create_api
from nomen.service.http.routes import serving_routes
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings

CANARY = "Quillfeather"


def test_every_route_that_serves_is_described(tagger: Tagger) -> None:
    described = create_api(Lifecycle(Settings(), tagger=tagger)).openapi()["paths"]

    serving = [route.path for route in serving_routes()]
    assert serving == ["/v1/tag", "/v1/tag/batch", "/v1/redact", "/v1/redact/batch"]
    assert [list(described[path]) for path in serving] == [["post"]] * 4


def test_a_parameter_of_a_route_of_fastapi_is_refused_without_repeating_it(tagger: Tagger) -> None:
    api = create_api(Lifecycle(Settings(), tagger=tagger))

    @api.get("/square")
    async def square(number: int) -> int:
        return number**2

    response = TestClient(api).get("/square", params={"number": CANARY})

    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert CANARY not in response.text
