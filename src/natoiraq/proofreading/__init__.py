"""Proofreading: what can be told of the pages, the words and the evidence without building the book."""
