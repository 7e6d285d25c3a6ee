"""The headline of a story, and the kicker and standfirst around it."""
