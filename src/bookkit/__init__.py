"""What a book needs that rests on evidence: facts with their sources, figures, checks, pages, editions.

It knows no subject. A book's package tells it what the book is called and where its files lie, see
`bookkit.project`.
"""
