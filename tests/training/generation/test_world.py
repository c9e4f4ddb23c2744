from tests.training.generation.made_world import PROSE, made_world


def test_a_world_draws_persons_and_prose() -> None:
    world = made_world()
    assert len(world.people(3, 3)) == 3
    assert world.person().forename
    assert world.sentence() in PROSE


def test_chance_says_yes_to_its_share() -> None:
    world = made_world()
    assert (world.chance(0), world.chance(1)) == (False, True)
    assert world.choose("a", "b") in {"a", "b"}


def test_a_few_persons_are_named_by_words() -> None:
    persons = made_world(1).people(400, 400)
    listed = {"Meilan", "Yu", "José María", "Jose Maria", "Ángel", "Angel"}
    others = [person.forename for person in persons if not listed & set(person.forename.split("-"))]

    assert 3 < len(others) < 40
    assert all(forename.istitle() for forename in others)
