"""The error of this package."""


class CourseError(Exception):
    """A step that cannot be done; the message says what, where and what to do."""
