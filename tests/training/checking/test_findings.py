from nomen.training.checking.findings import MAX_PLACES, REMEDIES, Finding, Findings


def test_findings_are_shown_in_the_order_of_kinds() -> None:
    findings = Findings()
    findings.add("overlap", Finding("a", ":3", "apart"))
    findings.add("malformed", Finding("a", ":1", "JSON"))
    assert findings.as_list()[0] == {
        "kind": "malformed",
        "count": 1,
        "remedy": REMEDIES["malformed"],
        "places": [{"file": "a", "position": ":1", "message": "JSON"}],
    }
    assert list(findings.kinds()) == ["malformed", "overlap"]


def test_all_are_counted_and_the_first_ones_are_kept() -> None:
    findings = Findings()
    for number in range(MAX_PLACES + 2):
        findings.add("empty", Finding("a", f":{number}", "x"))
    assert findings.counts == {"empty": MAX_PLACES + 2}
    assert len(findings.kept["empty"]) == MAX_PLACES
