"""A submission gets the points that it earned: none more by a trick, none less by somebody's mistake."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import nbformat
import psutil
import pytest
from nbgrader.utils import is_locked

from natoiraq.grading import worker
from natoiraq.grading.conversation import KernelLost
from natoiraq.grading.job import Limits, Result
from natoiraq.grading.kernel import Kernel
from natoiraq.grading.meter import Share
from natoiraq.grading.sandbox import Sandbox, sandbox
from tests.exercises.conftest import NAMES, attempts, standard
from tests.exercises.running import run
from tests.processes.accounts import ACCOUNTS, open_folder
from tests.processes.submissions import (
    GRADE,
    QUICK,
    SHORT,
    STOPPED_SOON,
    graded,
    graded_by,
    handed_in,
    most,
    points,
    shown,
    solution,
)

# Some of what is handed in here would harm this machine.
pytestmark = pytest.mark.usefixtures("locked_in")


@pytest.mark.parametrize("exercise", NAMES)
def test_reference_solutions_get_full_points(exercise: str) -> None:
    result = graded(handed_in(exercise))
    assert points(result) == most(exercise)
    assert result.notes == ()
    assert result.sandboxed


@pytest.mark.parametrize("attempt", attempts("ex1"), ids=lambda attempt: attempt["attempt"])
def test_an_attempt_gets_the_points_and_words_that_the_student_saw(attempt: dict[str, str]) -> None:
    answers = {attempt["cell"]: attempt["code"]}
    result = graded(handed_in("ex1", answers))
    part = next(part for part in result.parts if part.grade_id == attempt["test"])
    assert part.points == pytest.approx(attempt["points"], abs=0.006)
    said = run(standard("ex1"), answers, {part.grade_id}).said[part.grade_id]
    assert attempt.get("says", "") in "\n".join(part.messages)
    assert set(part.messages) <= set(said.splitlines())  # the student also saw what their function prints


@pytest.mark.parametrize("account", ACCOUNTS)
def test_root_and_an_ordinary_user_grade_alike(account: str) -> None:
    trick = "import os\nsettled = sorted(os.listdir('/home')) if os.path.exists('/home') else os.getuid()"
    result = graded_by(account, handed_in("ex1", {"settled": trick}))
    assert result.sandboxed
    assert points(result) == most("ex1") | {"test-settled": 0}
    assert "must lie between" in " ".join(result.parts[4].messages)


# What a cell does -> what the instructor reads of it; the cells before and after it must keep their points.
STOPPED = {
    "loops for ever": ("while True: pass", "seconds of processor time"),
    "loops and will not be interrupted": (
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
        "seconds of processor time",
    ),
    "ends the process": ("import os\nos._exit(0)", "ended the whole notebook"),
    "kills the process": ("import os\nos.kill(os.getpid(), 9)", "ended the whole notebook"),
    "forks for ever": (
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        "seconds of processor time",
    ),
    "waits for ever": ("import time\ntime.sleep(10_000)", "its time, waiting"),
    "fills the memory with processes": (
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        x = b'x' * (1 << 27)\n"
        "        time.sleep(10_000)\ntime.sleep(10_000)",
        "MiB of memory",
    ),
    "shows for ever": ("while True: display(1)", "more than anybody can read"),
}


ANOTHER_LIMIT = {
    "shows for ever": replace(SHORT, cpu=6000),
    "fills the memory with processes": replace(SHORT, cpu=6000, wall=600, memory=1 << 30),
}
"""What is stopped for another reason than its time gets more of that than it can use, however slow we are."""


@pytest.mark.parametrize("what", STOPPED)
def test_a_cell_that_has_to_be_stopped_costs_no_other_its_points(what: str) -> None:
    code, said = STOPPED[what]
    limits = ANOTHER_LIMIT.get(what, SHORT)
    assert_only_settled_is_lost(
        graded(handed_in("ex1", {"settled": code}, limits=limits, patience=QUICK)), said
    )


@pytest.mark.parametrize("what", ["loops for ever", "loops and will not be interrupted", "waits for ever"])
def test_what_a_course_has_that_sets_nothing_stops_a_cell_too(what: str) -> None:
    code, said = STOPPED[what]
    assert_only_settled_is_lost(graded(handed_in("ex1", {"settled": code}, limits=SHORT)), said)


def assert_only_settled_is_lost(result: Result, said: str) -> None:
    assert points(result) == most("ex1") | {"test-settled": 0}
    assert len(result.notes) == 1
    assert result.notes[0].startswith("Cell settled was stopped: ")
    assert said in result.notes[0]
    assert "This cell was stopped" in shown(result, "settled")


# What a cell leaves behind to end the notebook later -> for how long another has to go on until it does.
LEFT_BEHIND = {
    "an alarm": (
        "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_DFL)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.05)",
        "signal.getitimer(signal.ITIMER_REAL)[0]",
    ),
    "a late alarm": (
        "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_DFL)\n"
        "signal.setitimer(signal.ITIMER_REAL, 1.5)",
        "signal.getitimer(signal.ITIMER_REAL)[0]",
    ),
    "a thread": (
        "import os, threading\ndef end():\n    sum(range(20_000_000))\n    os._exit(0)\n"
        "threading.Thread(target=end, name='end').start()",
        "'end' in [one.name for one in threading.enumerate()]",
    ),
    "a process": (
        "import os, signal, time\nif os.fork() == 0:\n    time.sleep(0.5)\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n    os._exit(0)",
        "open(f'/proc/self/task/{os.getpid()}/children').read()",
    ),
    "processes that take memory": (
        "import os, time\nfor _ in range(12):\n    if os.fork() == 0:\n        held = []\n"
        "        for _ in range(16):\n            held.append(b'x' * (1 << 23))\n"
        "            time.sleep(0.02)\n        time.sleep(10_000)",
        "open(f'/proc/self/task/{os.getpid()}/children').read()",
    ),
}


@pytest.mark.parametrize("what", LEFT_BEHIND)
def test_what_ends_the_notebook_later_is_found_however_busy_the_machine_is(what: str) -> None:
    """Past mistake: a new kernel was watched for 0.2 seconds by the clock, and the next cell blamed."""
    code, still_there = LEFT_BEHIND[what]
    wait = f"import os, signal, threading, time\nwhile {still_there}: time.sleep(0.01)\n"
    answers = {"settled": code, "chart": wait + solution("ex1", "chart")}
    # The chart waits until the notebook ends; once nothing is left behind any more, it goes on at once.
    generous = replace(SHORT, cpu=6000, wall=600, memory=1 << 30)
    result = graded(handed_in("ex1", answers, limits=generous, patience=QUICK))
    said = "MiB of memory" if "memory" in what else "ended the whole notebook"
    assert_only_settled_is_lost(result, said)


def test_a_cell_that_keeps_all_memory_costs_no_other_its_points() -> None:
    """Past mistake: a chart was then called empty, or one that cannot be drawn, according to luck."""
    hog = "held = []\nwhile True: held = [held, bytearray(1 << 12)]"
    limits = Limits(memory=1 << 30)
    result = graded(handed_in("ex1", {"settled": hog}, added=[hog], limits=limits))
    assert points(result) == most("ex1") | {"test-settled": 0}
    assert result.notebook.count("MemoryError") >= 2


def test_values_that_a_lost_notebook_did_not_give_are_no_empty_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Past mistake: no points and no word, where the machine had ended the notebook twice."""
    told = Kernel.values

    async def lose(kernel: Kernel, names: list[str], share: Share) -> dict[str, str]:
        if "settled" in names:
            await kernel._manager.provisioner.kill()
        return await told(kernel, names, share)

    with monkeypatch.context() as patch:
        patch.setattr(Kernel, "values", lose)
        result = graded(handed_in("ex1"))
    assert {part.grade_id: part.points for part in result.parts if part.points is None} == {
        "test-settled": None,
        "words": None,
    }
    assert points(result) | {"test-settled": 3.0} == most("ex1")
    assert result.unjudged == ("test-settled",)
    assert len(result.notes) == 1
    assert result.notes[0].startswith("test-settled was not judged: ")
    assert "Run the step again, or mark this part by hand" in result.notes[0]
    assert "This part was not judged" in shown(result, "test-settled")
    assert points(graded(handed_in("ex1"))) == most("ex1")


def test_without_a_cell_of_the_exercise_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = next(cell for cell in standard("ex1").cells if cell.cell_type == "code" and is_locked(cell))
    told = Kernel.run

    async def lose(kernel: Kernel, cell: nbformat.NotebookNode, *rest: Any) -> str | None:
        if cell.source == locked.source:
            await kernel._manager.provisioner.kill()
        return await told(kernel, cell, *rest)

    monkeypatch.setattr(Kernel, "run", lose)
    with pytest.raises(KernelLost):  # the driver tries again, and then asks for a person
        graded(handed_in("ex1"))


def test_values_that_a_lost_notebook_did_not_give_are_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told, lost = Kernel.values, list[str]()

    async def lose_once(kernel: Kernel, names: list[str], share: Share) -> dict[str, str]:
        if "settled" in names and not lost:
            lost.extend(names)
            await kernel._manager.provisioner.kill()
        return await told(kernel, names, share)

    monkeypatch.setattr(Kernel, "values", lose_once)
    result = graded(handed_in("ex1"))
    assert lost
    assert (points(result), result.notes) == (most("ex1"), ())


@pytest.mark.parametrize("code", ["import os\nos._exit(0)", "while True: pass"], ids=["ends", "loops"])
def test_cells_added_to_stop_the_notebook_take_nothing_from_the_others(code: str) -> None:
    result = graded(handed_in("ex1", added=[code] * 20, **STOPPED_SOON))
    assert points(result) == most("ex1")
    assert all(note.startswith("Added cell ") for note in result.notes)
    added = [cell for cell in nbformat.reads(result.notebook, as_version=4).cells if cell.source == code]
    became = [cell.outputs[-1].ename for cell in added]
    assert len(became) == 20
    assert set(became) <= {"Stopped", "LeftOut"}


def test_after_many_restarts_added_cells_are_left_out() -> None:
    few = replace(QUICK, restarts=2)
    result = graded(handed_in("ex1", added=["import os\nos._exit(0)"] * 5, limits=SHORT, patience=few))
    assert points(result) == most("ex1")
    assert len(result.notes) <= 3  # one that ends at once may need two
    assert "others have used up the time of all" in result.notebook


def test_what_a_stopped_cell_had_done_still_counts() -> None:
    result = graded(
        handed_in("ex1", {"pairs": solution("ex1", "pairs") + "\nwhile True: pass"}, **STOPPED_SOON)
    )
    assert points(result) == most("ex1")


def test_a_function_that_never_returns_costs_its_own_points() -> None:
    code = "def duplication(counts):\n    while True: pass\nindex = None"
    result = graded(handed_in("ex1", {"duplication": code}, **STOPPED_SOON))
    assert points(result) == most("ex1") | {"test-duplication": 0}
    assert "TimeoutError" in " ".join(result.parts[3].messages)


def test_a_function_that_ends_the_process_costs_its_own_points() -> None:
    code = "import os\ndef duplication(counts):\n    os._exit(0)\nindex = None"
    result = graded(handed_in("ex1", {"duplication": code}, **STOPPED_SOON))
    assert points(result) == most("ex1") | {"test-duplication": 0}


NOTES_DOWN = """
noted, told = [], duplication
def duplication(counts):
    noted.append(counts)
    display(counts)
    print(counts, file=__import__("sys").__stderr__)
    try:
        with open("noted", "a") as file:
            file.write(f"{counts}\\n")
    except OSError:
        pass
    return told(counts)
"""


def test_a_function_cannot_note_down_what_hidden_tests_ask() -> None:
    later = "\nfrom pathlib import Path\nprint(noted, [path.read_text() for path in Path().glob('noted')])"
    answers = {
        "duplication": solution("ex1", "duplication") + NOTES_DOWN,
        "chart": solution("ex1", "chart") + later,
    }
    result = graded(handed_in("ex1", answers))
    assert points(result) == most("ex1")
    assert "[] ['']" in shown(result, "chart")


# What a cell tries -> what it reads when that fails; the answer is then what the code leaves in `settled`.
REFUSED = {
    "takes all memory": ("settled = 'x' * (1 << 33)", "MemoryError"),
    "reaches the network": (
        "import socket\nsettled = socket.create_connection(('192.0.2.1', 80), 5)",
        "unreachable",
    ),
    "reads the tests": (
        "import os\nnames = {'attempts.yml', 'variants.yml', 'ex1.md', 'ex1.ipynb'}\n"
        "print([path for path, _, files in os.walk('/') if names & set(files)])\n"
        "import natoiraq.exercises",
        "No module named 'natoiraq.exercises'",
    ),
    "writes where the sockets are": (
        "from pathlib import Path\n[run] = Path('/tmp').glob('natoiraq-*/run')\n(run / 'new').touch()",
        "Read-only file system",
    ),
    "makes memory of nobody": ("import os\nsettled = os.memfd_create('x')", "not permitted"),
    "fills the disk": (
        "with open('x', 'wb') as file:\n    while True: file.write(bytes(1 << 20))",
        "File too large",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_an_error_for_the_student_alone(what: str) -> None:
    code, said = REFUSED[what]
    result = graded(handed_in("ex1", {"settled": f"settled = None\n{code}"}))
    assert points(result) == most("ex1") | {"test-settled": 0}
    assert said in result.notebook
    if what == "reads the tests":
        assert "[]" in shown(result, "settled")


def test_no_process_outlives_its_submission() -> None:
    sleeper = "98765432"
    code = f"import subprocess\nsubprocess.Popen(['setsid', '-f', 'sleep', '{sleeper}'])"
    graded(handed_in("ex1", {"settled": code}))
    assert [
        process for process in psutil.process_iter(["cmdline"]) if sleeper in (process.info["cmdline"] or [])
    ] == []


def test_warnings_and_prints_cost_nothing() -> None:
    code = solution("ex1", "duplication").replace(
        "if len", "import warnings; warnings.warn('old'); print(1)\n    if len"
    )
    noise = "import sys\nprint('careful', file=sys.stderr)\n" + code
    assert points(graded(handed_in("ex1", {"duplication": noise}))) == most("ex1")


def test_names_of_python_and_of_the_tests_may_be_taken() -> None:
    taken = "list = str = sum = len = type = exec = json = sys = builtins = score = print = object = 3"
    code = f"{solution('ex1', 'chart')}\n_all = _counts = _mine = None\n{taken}"
    assert points(graded(handed_in("ex1", {"chart": code}))) == most("ex1")


def test_the_instructors_names_are_the_instructors() -> None:
    code = """
class Kind:
    def __getattr__(self, name): return self
    def __call__(self, *args, **options): return self
    def total(self): return 26
bodies = listed = functions = None
variant = {"parents": [], "without": []}
checks = evidence = Kind()
checks.Score = Kind()
settled = 0
"""
    assert points(graded(handed_in("ex1", {"settled": code}))) == most("ex1") | {"test-settled": 0}


def test_exit_ends_nothing() -> None:
    code = solution("ex1", "pairs") + "\nexit()"
    assert points(graded(handed_in("ex1", {"pairs": code}))) == most("ex1")


def test_grading_twice_gives_the_same() -> None:
    one, other = (graded(handed_in("ex2")) for _ in range(2))
    assert (one.notebook, one.parts) == (other.notebook, other.parts)


def test_a_long_output_is_cut() -> None:
    result = graded(handed_in("ex1", {"settled": solution("ex1", "settled") + "\nprint('x' * (1 << 23))"}))
    assert points(result) == most("ex1")
    assert "was left out" in shown(result, "settled")
    assert len(result.notebook) < 1 << 20


def test_an_output_too_long_to_be_sent_costs_only_itself() -> None:
    """Past mistake: that the kernel had answered was forgotten, and its cell waited until it was stopped."""
    result = graded(handed_in("ex1", {"settled": solution("ex1", "settled") + "\nprint('x' * (1 << 26))"}))
    assert points(result) == most("ex1")
    assert result.notes == ("Cell settled was stopped: it showed more than anybody can read.",)


@pytest.mark.parametrize("locked", [True, False])
def test_a_students_chart_is_kept_as_data_and_costs_no_picture(locked: bool) -> None:
    result = worker.graded(handed_in("ex1"), sandbox() if locked else Sandbox(available=False))
    notebook = nbformat.reads(result.notebook, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.get("id") == "chart")
    assert set(cell.outputs[0].data) == {"application/vnd.vegalite.v5+json", "text/plain"}
    assert json.loads(json.dumps(cell.outputs[0].data["application/vnd.vegalite.v5+json"]))["mark"]


def test_without_a_sandbox_tests_still_run_elsewhere() -> None:
    here = Sandbox(available=False, reason="There is none. Cure: none.")
    trick = "checks.Score.total = lambda self: 99\nchecks.number = lambda *a, **b: None\nsettled = -1"
    result = worker.graded(handed_in("ex1", {"settled": trick}), here)
    assert points(result) == most("ex1") | {"test-settled": 0}
    assert not result.sandboxed


def test_where_a_sandbox_is_required_nothing_runs_without() -> None:
    here = Sandbox(available=False, reason="There is none. Cure: none.")
    result = worker.graded(handed_in("ex1", require_sandbox=True), here)
    assert (result.parts, result.notes, result.sandboxed) == ((), (here.reason,), False)


def test_a_submission_that_is_no_notebook_gets_no_points_and_stops_nobody() -> None:
    job = handed_in("ex1")
    broken = type(job)(job.exercise, job.source, job.release, b"\xff\xfe{", job.limits)
    assert set(points(graded(broken)).values()) == {0}


def names(processes: list[psutil.Process]) -> set[str]:
    """Return the names of processes; one that has ended meanwhile has none."""
    found = set()
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            found.add(process.name())
    return found


def test_a_worker_that_is_killed_leaves_no_process() -> None:
    with open_folder() as folder:
        (folder / "job").write_bytes(handed_in("ex1", {"pairs": "import time\ntime.sleep(1000)"}).to_bytes())
        worker = subprocess.Popen([sys.executable, "-c", GRADE, str(folder / "job"), str(folder / "result")])
        started: list[psutil.Process] = []
        while "sh" not in names(started):  # the sandbox is there
            started = psutil.Process(worker.pid).children(recursive=True)
        worker.kill()
        worker.wait()
        assert psutil.wait_procs(started, timeout=300)[1] == []


def test_an_answer_that_stops_is_not_called_empty() -> None:
    result = graded(handed_in("ex1", {"settled": "settled = 1 / 0"}))
    messages = next(part.messages for part in result.parts if part.grade_id == "test-settled")
    assert "Your code stopped before it gave a value (`ZeroDivisionError`)" in messages[0]
    assert "still empty" not in " ".join(messages)


def test_all_that_a_submission_shows_has_an_end() -> None:
    limits = Limits(output=20_000)
    result = graded(handed_in("ex1", added=["print('x' * 19_000)"] * 60, limits=limits))
    assert points(result) == most("ex1")
    assert len(result.notebook) < 40 * 20_000
    assert "All after 0 bytes was left out" in result.notebook
