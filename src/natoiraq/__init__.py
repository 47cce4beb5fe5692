"""Evidence, charts and self-checks of the module *Not a Surge? NATO in Iraq and security sector reform*."""

import sys

__version__ = "0.1.0"

if "ipykernel" in sys.modules:  # only the kernel of a notebook lives through an installation
    from natoiraq import session

    session.check()
