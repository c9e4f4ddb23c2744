from nomen.model.names.rules import NO_RULES, NameRules


def test_rules_are_equal_by_what_they_say() -> None:
    assert NameRules(allow=("Ada",)) == NameRules(allow=("Ada",))
    assert len({NameRules(), NO_RULES, NameRules(consistent=True)}) == 2
