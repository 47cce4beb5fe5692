"""Editions of a built book for those who do not have the repository: an offline archive, and a PDF."""
