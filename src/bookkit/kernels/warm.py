"""Importing this makes what all kernels of a build have in common: imports, bibliography, tables.

The process that kernels are forked from imports it once. What was read is read again if its file changes.
"""

from __future__ import annotations

import gc
from contextlib import suppress
from importlib import import_module

import ipykernel.ipkernel
import ipykernel.kernelapp  # noqa: F401
import vl_convert  # noqa: F401

from bookkit import evidence, project
from bookkit.figures.catalogue import catalogue

catalogue()
if facts := project.current().facts:
    import_module(facts)
with suppress(evidence.EvidenceError):  # the build has its own say about broken evidence
    evidence.sources()
    for name in evidence.table_names():
        evidence.load(name)
gc.freeze()  # or each kernel would copy all of it when it collects garbage
