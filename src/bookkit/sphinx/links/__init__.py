"""What leads from a page elsewhere: to charts, terms, notebooks, servers and stable targets."""
