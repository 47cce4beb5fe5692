"""The checks of exercises, by the name under which notebooks import them."""

from bookkit.checks import *  # noqa: F403
