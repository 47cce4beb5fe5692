"""Safe grading: students' code runs in a sandbox, tests run apart from it, one writer keeps the gradebook.

A submission is rebuilt on the released notebook (`intake`), run in a locked-in kernel (`provisioner`),
and judged in a process of its own on plain values (`judge`). `worker.grade` does all of it, bytes to bytes;
`driver` spreads the work and writes the results through nbgrader's gradebook.
"""
