"""The evidence, by the name under which chapters and exercises import it."""

from bookkit.evidence import *  # noqa: F403
