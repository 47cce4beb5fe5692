"""What a build runs, reads and writes again, and what it leaves alone."""
