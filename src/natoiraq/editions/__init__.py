"""Editions of the book for those who do not have the repository: ``python -m natoiraq.editions``.

The student edition (a folder and a branch for Binder and for students), the offline archive (a zip) and the
print edition (a PDF).
"""
