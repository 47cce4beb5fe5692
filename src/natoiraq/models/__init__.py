"""Models: what the book computes beyond counting, from arrays and tables to arrays and tables."""
