"""The examples of docs/client.md, run against the default bundle."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from nomen.model.bundle.shipped import find_bundle
from tests.service.http.test_server import ready

pytestmark = pytest.mark.slow

PAGE = Path("docs/client.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
EXPECTED = [
    "Harry Potter 0 12\nHermione Granger 17 33\n[NAME] waved.\n",
    "1 [NAME_1] called. {'ward': 'B'}\n2 Nobody was here. {}\n",
    "['Harry']\n['Ron']\n",
]


def test_every_example_prints_what_it_should() -> None:
    with ready(find_bundle("en")) as (_, client):
        printed = [
            subprocess.run(
                [
                    sys.executable,
                    "-c",
                    re.sub(r"http://127.0.0.1:8000", str(client.base_url), code),
                ],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for code in EXAMPLES
        ]

    assert printed == EXPECTED
