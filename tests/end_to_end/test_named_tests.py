"""The pages on security and reliability name tests that exist, for every risk and every number."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECURITY, RELIABILITY = (
    (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("security.md", "reliability.md")
)
RISKS = [line for line in SECURITY.splitlines() if line.startswith("| ") and "`test_" in line]
NUMBERS = [
    f"{letter}{number}"
    for letter, most in {"R": 9, "C": 4, "L": 8, "D": 7, "M": 4, "S": 10}.items()
    for number in range(1, most + 1)
]
WITHOUT_TESTS = {"D4", "L6"}
"""They need a cluster and hours; the page says how."""


@pytest.mark.parametrize("page", [SECURITY, RELIABILITY], ids=["security", "reliability"])
def test_s10_every_test_that_the_page_names_exists(page: str) -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    known = {
        name
        for file in files
        for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))
    }

    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 40
    assert named - known == set()


@pytest.mark.parametrize("number", range(1, 11))
def test_s10_every_risk_of_owasp_has_a_row_with_a_test(number: int) -> None:
    assert len([row for row in RISKS if row.startswith(f"| API{number} ")]) == 1


@pytest.mark.parametrize("number", NUMBERS)
def test_every_number_has_a_row_with_tests_of_its_own(number: str) -> None:
    (row,) = (line for line in RELIABILITY.splitlines() if line.startswith(f"| {number} |"))

    assert (f"`test_{number.lower()}_" in row) != (number in WITHOUT_TESTS)


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/security.md", "docs/reliability.md"])
def test_the_links_of_the_pages_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))

    assert links
    for link in links:
        assert (page.parent / link).exists(), link
