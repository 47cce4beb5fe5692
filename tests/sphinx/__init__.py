"""The book's Sphinx extension."""
