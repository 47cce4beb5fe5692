"""Evidence, charts and self-checks of the module *Not a Surge? NATO in Iraq and security sector reform*."""

import sys
from pathlib import Path

from bookkit import project

__version__ = "0.1.0"

project.use(
    project.Project(
        package=__name__,
        version=__version__,
        title="Not a Surge? NATO in Iraq and security sector reform",
        name="Not a Surge? NATO in Iraq",
        slug="not-a-surge",
        folder=Path(__file__).resolve().parent,
        facts="natoiraq.facts",
    )
)

if "ipykernel" in sys.modules:  # only the kernel of a notebook lives through an installation
    from bookkit import session

    session.check()
