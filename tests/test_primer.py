"""The primer shows what Python really says, and its charts and sentences say what its cells found."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from bookkit import evidence
from natoiraq.primer import mistake
from tests.page_cells import PRIMER, cells, charts

PAGE = PRIMER.read_text(encoding="utf-8")
# A wrong line as a block of code, and beside it the message as a block of text.
SHOWN = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def shown(code: str) -> object:
    """Return the value of the one cell that ends in `code`."""
    (found,) = [cell for cell in cells() if cell.code.rstrip().endswith(code)]
    return found.value


def described(name: str) -> str:
    return str(charts()[name].to_dict()["usermeta"]["natoiraq"]["description"])


def table(name: str) -> pd.DataFrame:
    about = charts()[name].to_dict()["usermeta"]["natoiraq"]["table"]
    return pd.DataFrame(about["rows"], columns=about["columns"])


def test_there_are_messages_to_check() -> None:
    assert len(SHOWN) >= 2


@pytest.mark.parametrize(("code", "message"), SHOWN, ids=[message.split(":")[0] for _, message in SHOWN])
def test_a_message_in_the_text_is_what_python_says(code: str, message: str) -> None:
    names = {"counts": evidence.load("headcounts")}
    with pytest.raises(Exception) as caught:  # noqa: PT011  # the page says which one
        exec(compile(code, "cell", "exec"), names)
    said = caught.value.msg if isinstance(caught.value, SyntaxError) else str(caught.value)
    assert f"{type(caught.value).__name__}: {said}" == message.rstrip().splitlines()[-1]


def test_each_mistake_is_the_one_that_the_page_explains() -> None:
    """After each cell with a mistake stands a paragraph that begins with the kind of error in bold."""
    explained = re.findall(r"with mistake\(\):\n.*?^```\n\n\*\*(\w+)", PAGE, re.DOTALL | re.MULTILINE)
    printed = [cell.printed.partition(":")[0] for cell in cells() if "with mistake()" in cell.code]
    assert printed == [name for name in explained if name != "SyntaxError"]
    assert set(printed) == {"KeyError", "NameError", "TypeError", "ValueError", "ChainedAssignmentError"}


def test_a_mended_mistake_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with mistake():
        len("no mistake")
    assert capsys.readouterr().out == "No error: these lines work.\n"


def test_a_long_message_is_wrapped_and_cut_before_its_advice(capsys: pytest.CaptureFixture[str]) -> None:
    with mistake():
        raise ValueError(f"{'word ' * 40}\n\nSee the documentation.")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= 72
    assert "documentation" not in " ".join(lines)


def test_the_numbers_typed_by_hand_are_those_of_the_facts() -> None:
    announced = evidence.fact("headcounts:nmi-2021-02-18-announced").high
    counted = evidence.fact("headcounts:nmi-2021-02-18-deployed").value
    assert f"announced = {announced:.0f}\ncounted = {counted:.0f}\n" in PAGE


def test_what_the_text_says_of_the_counts() -> None:
    """More than a third about NMI; three counts of it have no value, the last is 0; a bit over half count."""
    everything, nmi = shown("len(counts), len(nmi)")
    assert nmi > everything / 3
    whole = shown('whole[["date", "value", "reported_as", "scope"]]')
    assert isinstance(whole, pd.DataFrame)
    assert whole["value"].isna().sum() == 3
    assert whole["value"].iloc[-1] == 0
    kinds = shown('nmi["measure"].value_counts()')
    assert isinstance(kinds, pd.Series)
    assert 0.5 < kinds["deployed"] / kinds.sum() < 0.6
    assert kinds["announced_ceiling"] == 6
    assert kinds.to_dict().keys() == {"deployed", "planned", "announced_ceiling", "authorised"}


def test_what_the_text_says_of_the_groups() -> None:
    """No ceiling stands in `value`; in `high` one stands far above every count."""
    alone, both = shown('nmi.groupby("measure")["value"].max()'), shown('[["value", "high"]].max()')
    assert isinstance(alone, pd.Series)
    assert isinstance(both, pd.DataFrame)
    assert alone.isna()["announced_ceiling"]
    assert both.loc["announced_ceiling", "high"] > 5 * both.loc["deployed", "value"]


def test_what_the_text_says_of_the_commanders() -> None:
    leaders = shown('leaders[["name", "months"]].dropna()')
    assert isinstance(leaders, pd.DataFrame)
    assert leaders.set_index("name")["months"].idxmin() == "Per Pugholm Olsen"
    named = shown('leaders[["name", "start", "start_precision", "end"]]')
    assert isinstance(named, pd.DataFrame)
    assert named["start_precision"].tolist() == ["month"] + ["day"] * 7
    assert named["end"].isna().tolist() == [False] * 7 + [True]


def test_the_chart_of_help_says_what_its_bars_show() -> None:
    bars = table("primer-help").astype({"Efforts": int}).set_index("Help")["Efforts"]
    assert bars.idxmax() == "train"
    assert bars.nlargest(2).nunique() == 2, "training shares its place"
    numbers = [int(number) for number in re.findall(r"\d+", described("primer-help"))]
    assert numbers == sorted(set(bars), reverse=True)


def test_the_chart_of_dates_says_what_its_marks_show() -> None:
    marks = table("primer-dates").astype({"People": int})
    known = marks["Known to the"].value_counts()
    assert known.to_dict() == {"day": 8, "month": 2, "year": 2}
    assert sorted(marks["People"])[:2] == [0, 320]
    assert marks["People"].max() == 600
    assert len(marks) == 12


def test_the_chart_of_scores_says_what_its_lines_show() -> None:
    law = table("primer-law").set_index("Country").astype(float)
    assert law["Score"].idxmin() == "Iraq"
    assert len(law) == 7
    meeting = law.index[(law["Low"] < law.loc["Iraq", "High"]) & (law.index != "Iraq")]
    assert set(meeting) == {"Iran", "Lebanon"}
    assert law.loc["Turkey", "Low"] > law.loc["Iraq", "High"]
    assert {f"{law['Score'].min():g}", f"{law['Score'].max():g}"} <= set(
        re.findall(r"-?\d\.\d+", described("primer-law"))
    )
    apart = shown("errors_apart(iraq, iran)")
    assert isinstance(apart, float)
    assert 2 < apart < 2.5


def test_changing_a_copy_leaves_the_table_as_it_was() -> None:
    changed, untouched = shown('(mine["note"] == "checked").sum(), (counts["note"] == "checked").sum()')
    assert changed > 0
    assert untouched == 0
