"""Pages as notebooks: their text as a reader sees it, the notebook to take away, and JupyterLab on the book.

A page is Markdown with directives and roles that only the book's build understands. Here they become plain
Markdown: numbers instead of the ids of facts, labels instead of keys of sources, lists instead of blocks.
"""
