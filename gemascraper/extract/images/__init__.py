"""The pictures of a story, with caption, credit and rights."""
