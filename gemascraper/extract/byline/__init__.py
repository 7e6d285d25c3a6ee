"""Who made the story: the people, their roles, and where each was named."""
