"""Editions of the book for those who do not have the repository: ``python -m natoiraq.editions``.

The student edition (a folder and a branch for Binder and for students), the offline archive (a zip), the
print edition (a PDF) and the offline kits (a zip for each system).
"""
