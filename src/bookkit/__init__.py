"""What a book needs that rests on evidence: tables with their sources, facts, figures and checks that teach.

It knows no subject. A book's package tells it what the book is called and where its files lie, see
`bookkit.project`.
"""
