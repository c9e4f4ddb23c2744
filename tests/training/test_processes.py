import os
from copy import deepcopy

import numpy as np
import pytest
import torch

from nomen.training.errors import TrainingError
from nomen.training.processes import (
    ADDRESS,
    LOCAL_NUMBER,
    LOCAL_RANK,
    NUMBER,
    ONE_PROCESS,
    RANK,
    Processes,
    joined_processes,
)
from tests.training.processes import start_two

TALK = """
from nomen.training.errors import CorpusError
from nomen.training.processes import joined_processes

def fail():
    raise CorpusError("own.conll: expected names")

with joined_processes() as processes:
    processes.wait()
    found = [processes.gather(processes.rank + 10), processes.by_first(lambda: "made")]
    found.append(processes.from_first(lambda: "told"))
    try:
        processes.by_first(fail)
    except CorpusError as error:
        found.append(str(error))
    print(found)
"""

LOSE = """
import os
from nomen.training.errors import ProcessLostError
from nomen.training.processes import joined_processes

try:
    with joined_processes() as processes:
        processes.wait()
        if processes.rank == 1:
            os._exit(9)
        processes.wait()
except ProcessLostError as error:
    print(error)
"""


def set_variables(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name in (RANK, NUMBER, LOCAL_RANK, LOCAL_NUMBER, *ADDRESS):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)


@pytest.mark.slow
def test_the_first_process_works_and_all_know_what_it_found() -> None:
    first, second = start_two(["-c", TALK])
    assert (first.code, second.code) == (0, 0), first.errors + second.errors
    error = "own.conll: expected names"
    assert first.printed.strip() == str([[10, 11], "made", "told", error])
    assert second.printed.strip() == str([[10, 11], None, "told", error])


@pytest.mark.slow
def test_a_process_that_ends_is_noticed_by_the_others() -> None:
    first, second = start_two(["-c", LOSE])
    assert second.code == 9
    assert first.code == 0, first.errors
    assert first.printed.startswith("another process of this training ended")


def test_one_process_does_all_by_itself() -> None:
    assert ONE_PROCESS.gather("found") == ["found"]
    assert ONE_PROCESS.by_first(lambda: "made") == "made"
    assert ONE_PROCESS.from_first(lambda: "told") == "told"
    batch = np.arange(5, dtype=np.int32)
    assert ONE_PROCESS.share(batch).tolist() == [0, 1, 2, 3, 4]


def test_processes_share_a_batch_whose_lengths_rise_evenly() -> None:
    lengths = np.array([3, 3, 4, 5, 6, 8, 8], dtype=np.int32)
    shares = [Processes(rank=rank, number=3).share(lengths).tolist() for rank in range(3)]
    assert shares == [[3, 5, 8], [3, 6], [4, 8]]


def test_a_process_without_a_sentence_of_its_own_reads_the_last_one_which_does_not_count() -> None:
    batch = np.array([7, 9], dtype=np.int32)
    second, third = (Processes(rank=rank, number=3) for rank in (1, 2))
    assert (second.share(batch).tolist(), second.has_share(batch)) == ([9], True)
    assert (third.share(batch).tolist(), third.has_share(batch)) == ([9], False)


def test_processes_are_those_of_torchrun(monkeypatch: pytest.MonkeyPatch) -> None:
    set_variables(monkeypatch, RANK="3", WORLD_SIZE="4", LOCAL_RANK="1", LOCAL_WORLD_SIZE="2")
    assert Processes.from_env() == Processes(rank=3, number=4, local_rank=1, local_number=2)


def test_without_a_machines_variables_each_process_has_a_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_variables(monkeypatch, RANK="3", WORLD_SIZE="4")
    assert Processes.from_env() == Processes(rank=3, number=4)


@pytest.mark.parametrize("number", ["", "1"])
def test_one_process_joins_nothing(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_variables(monkeypatch, WORLD_SIZE=number)
    with joined_processes() as processes:
        assert processes == ONE_PROCESS


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"WORLD_SIZE": "two"}, "WORLD_SIZE: expected a whole number from 1"),
        ({"WORLD_SIZE": "2", "RANK": "2"}, "RANK: expected a whole number from 0 to 1"),
        ({"WORLD_SIZE": "3", "LOCAL_WORLD_SIZE": "2"}, "as many processes on every machine"),
        ({"WORLD_SIZE": "2", "LOCAL_RANK": "-1"}, "LOCAL_RANK: expected a whole number from 0"),
        ({"WORLD_SIZE": "2"}, "MASTER_ADDR: expected where the first process is"),
        ({"WORLD_SIZE": "2", "MASTER_ADDR": "here"}, "MASTER_PORT: expected where"),
    ],
)
def test_a_wrong_variable_is_named(
    values: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_variables(monkeypatch, **values)
    with pytest.raises(TrainingError, match=message):
        joined_processes().__enter__()


def test_a_machine_needs_a_gpu_for_each_process(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {"WORLD_SIZE": "2", "LOCAL_WORLD_SIZE": "2", "MASTER_ADDR": "here", "MASTER_PORT": "1"}
    set_variables(monkeypatch, **found)
    for name in (LOCAL_RANK, "GROUP_RANK", "OMP_NUM_THREADS"):  # which joining sets
        monkeypatch.setenv(name, "0")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(TrainingError, match="LOCAL_WORLD_SIZE: expected at most 1, one for each"):
        joined_processes().__enter__()
    assert os.environ[LOCAL_RANK] == "0"


def test_a_copied_learner_belongs_to_the_same_processes() -> None:
    processes = Processes(rank=1, number=2)
    assert deepcopy([processes])[0] is processes
