"""`python -m natoiraq.notebooks`: the older name of `natoiraq lab`."""

from __future__ import annotations

import sys

from natoiraq.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["lab", *sys.argv[1:]]))
