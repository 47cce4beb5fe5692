"""`natoiraq-course`: from a list of students to marks in a learning management system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from natoiraq.course import steps
from natoiraq.course.console import bar, console, say, telling
from natoiraq.course.doctor import examine
from natoiraq.course.export import export as write_marks
from natoiraq.course.folder import open_course
from natoiraq.course.formats import Format
from natoiraq.course.init import init as make
from natoiraq.course.release import release as hand_out
from natoiraq.course.report import write_report
from natoiraq.course.review import open_formgrader, waiting
from natoiraq.course.words import at

app = typer.Typer(
    help="Hand out, collect and grade the exercises of “Not a Surge?”, step by step. Each step may be "
    "repeated or interrupted; it says what it did, what it skipped and what needs a person.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)
Where = Annotated[Path, typer.Option("--course", help="The course folder.")]
Exercises = Annotated[list[str] | None, typer.Argument(metavar="[EX]...", help="Exercises; all by default.")]
All = Annotated[bool, typer.Option("--all", help="Print long lists in full.")]
HERE = Path(".")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The course folder to make.")],
    students: Annotated[Path, typer.Option(help="The list of students, a CSV file as your LMS exports it.")],
    title: Annotated[str, typer.Option(help="Name of a new course.")] = "NATO in Iraq",
) -> None:
    """Make a course folder; run it again to add new students."""
    with telling():
        say(make(folder, students, title))


@app.command()
def release(exercises: Exercises = None, course: Where = HERE) -> None:
    """Write what students get into `release`: notebook, package and instructions, a zip for each."""
    with telling():
        opened = open_course(course)
        copies = len(opened.students) if opened.settings.variants else 1
        for name in opened.chosen(exercises or []):
            with bar(f"Releasing {name}", copies) as move:
                said = hand_out(opened, name, move)
            console.print(said)


@app.command()
def collect(
    download: Annotated[Path, typer.Argument(help="The folder or zip as downloaded from your LMS.")],
    exercise: Annotated[str | None, typer.Option(help="The exercise, if the files do not tell.")] = None,
    course: Where = HERE,
    everything: All = False,
) -> None:
    """Take submissions out of a download of Canvas, Moodle, Brightspace or ILIAS, or out of plain files."""
    with telling():
        steps.collect(open_course(course), download, exercise, everything)


@app.command()
def grade(
    exercises: Exercises = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes on this machine.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler, such as tcp://host:8786.")
    ] = None,
    require_sandbox: Annotated[
        bool, typer.Option("--require-sandbox", help="Stop where students' code cannot be locked in.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Grade what has not changed, too.")] = False,
    course: Where = HERE,
    everything: All = False,
) -> None:
    """Grade what was collected; marks that you gave by hand stay."""
    with telling():
        opened = open_course(course)
        how = {"workers": workers, "scheduler": scheduler, "require_sandbox": require_sandbox, "again": again}
        steps.grade(opened, opened.chosen(exercises or []), how, everything)


@app.command()
def review(
    exercise: Annotated[str | None, typer.Argument(metavar="[EX]", help="The exercise to open.")] = None,
    port: Annotated[int, typer.Option(help="Where it listens on this machine; 0 takes a free one.")] = 8899,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    course: Where = HERE,
) -> None:
    """Open formgrader in your browser, to mark written parts; Ctrl and C end it."""
    with telling():
        opened = open_course(course)
        say(waiting(opened, opened.chosen([exercise] if exercise else [])))
        say(["Formgrader opens on this machine only. Close it with Ctrl and C when you have marked."])
        raise typer.Exit(open_formgrader(opened, exercise, port, browser))


@app.command()
def feedback(exercises: Exercises = None, course: Where = HERE) -> None:
    """Write one page for each student, and a zip that your LMS takes back."""
    with telling():
        opened = open_course(course)
        steps.feedback(opened, steps.graded(opened, exercises or []))


@app.command()
def export(
    exercises: Exercises = None,
    form: Annotated[Format, typer.Option("--format", help="What reads the file.")] = "plain",
    column: Annotated[
        str | None,
        typer.Option(help="Name of the assignment in your LMS; in Canvas best with its number in brackets."),
    ] = None,
    provisional: Annotated[bool, typer.Option(help="Write marks that are not final, too.")] = False,
    course: Where = HERE,
) -> None:
    """Write marks into `exports`, as your LMS reads them or for a spreadsheet."""
    with telling():
        opened = open_course(course)
        names = steps.graded(opened, exercises or [])
        say(write_marks(opened, names, form, column=column, provisional=provisional))


@app.command()
def report(exercises: Exercises = None, course: Where = HERE) -> None:
    """Write one page on all: points, hardest parts, mistakes, same work, repairs."""
    with telling():
        opened = open_course(course)
        path = write_report(opened, steps.graded(opened, exercises or []))
        say([f"The report is in {at(path)}. Open it with your browser; it names students."])


@app.command()
def doctor(course: Where = HERE) -> None:
    """Say what this machine can do, what is missing, and the cure."""
    signs = {"good": "✓", "weak": "!", "bad": "✗"}
    with telling():
        found = list(examine(course))
        say(f"{signs[one.state]} {one.text}" for one in found)
        raise typer.Exit(any(one.state == "bad" for one in found))


def main() -> None:
    """Run the command line."""
    app()
