"""`python -m natoiraq.book build` or `serve`: the older names of `natoiraq build` and `natoiraq serve`."""

from __future__ import annotations

import sys

from natoiraq.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
