"""The page on security names tests that exist, for every risk of OWASP's list."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "`test_" in line]


def test_s10_every_test_that_the_page_names_exists() -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    known = {
        name
        for file in files
        for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))
    }

    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 40
    assert named - known == set()


@pytest.mark.parametrize("number", range(1, 11))
def test_s10_every_risk_of_owasp_has_a_row_with_a_test(number: int) -> None:
    assert len([row for row in ROWS if row.startswith(f"| API{number} ")]) == 1


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/security.md"])
def test_the_links_of_the_pages_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))

    assert links
    for link in links:
        assert (page.parent / link).exists(), link
