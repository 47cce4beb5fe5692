"""How a build runs notebooks: one kernel each, forked from a process that has made all imports.

What is imported from here on is what a notebook's result may depend on, so nothing here imports Sphinx.
"""
