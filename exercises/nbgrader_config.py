"""nbgrader's settings; `.venv/bin/python -m natoiraq.exercises sources` writes the notebooks it reads."""

from natoiraq.exercises.release import CODE_STUB, TEXT_STUB

c = get_config()  # noqa: F821  nbgrader defines it

c.CourseDirectory.course_id = "natoiraq"
c.ClearSolutions.code_stub = {"python": CODE_STUB}
c.ClearSolutions.text_stub = TEXT_STUB
# The sources hold solutions; nbgrader copies what lies beside a notebook into the release unless told not to.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.md", "*.yml"]
