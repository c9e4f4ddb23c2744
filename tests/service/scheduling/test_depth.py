from nomen.service.scheduling.depth import PipelineDepth


def test_an_engine_that_ran_dry_gets_more_at_once_up_to_a_limit() -> None:
    depth = PipelineDepth()
    values = []
    for _ in range(5):
        depth.observe(ran_dry=True)
        values.append(depth.value)
    assert values == [2, 4, 8, 8, 8]


def test_an_engine_that_has_work_at_hand_gets_less_slowly() -> None:
    depth = PipelineDepth()
    depth.observe(ran_dry=True)
    depth.observe(ran_dry=False)
    assert 1.9 < depth.value < 2
    for _ in range(100):
        depth.observe(ran_dry=False)
    assert depth.value == 1
