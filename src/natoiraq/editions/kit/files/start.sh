#!/bin/sh
# Find a Python that fits, and let it start the kit.
cd "$(dirname "$0")" || exit 1
PATH="$PATH:/usr/local/bin:/opt/homebrew/bin"
for python in @NAMES@; do
    if "$python" -I -c "import sys; sys.exit(sys.version_info[0:2] not in (@TUPLES@))" >/dev/null 2>&1; then
        exec "$python" -I inside/start.py
    fi
done
echo "This kit needs Python @SPOKEN@, and none was found."
echo "Get it from https://www.python.org/downloads/ and start the kit again; README.txt says more."
exit 1
