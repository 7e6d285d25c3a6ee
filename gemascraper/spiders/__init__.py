"""Spiders. An outlet's profile alone makes one; a class here is for an outlet that needs more than facts."""
