"""The error of this package."""


class GradingError(Exception):
    """Grading cannot go on; the message says what, where and what to do."""
