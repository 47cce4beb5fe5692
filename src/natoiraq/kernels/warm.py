"""Importing this makes what all kernels of a build have in common: imports, bibliography, tables.

The process that kernels are forked from imports it once. What was read is read again if its file changes.
"""

from __future__ import annotations

import gc
from contextlib import suppress

import ipykernel.ipkernel
import ipykernel.kernelapp  # noqa: F401
import vl_convert  # noqa: F401

import natoiraq.facts  # noqa: F401
from bookkit import evidence
from bookkit.figures.catalogue import catalogue

catalogue()
with suppress(evidence.EvidenceError):  # the build has its own say about broken evidence
    evidence.sources()
    for name in evidence.table_names():
        evidence.load(name)
gc.freeze()  # or each kernel would copy all of it when it collects garbage
