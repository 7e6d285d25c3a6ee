"""Which lines of a page are its story, and what kind of page it is."""
