"""The command line: each verb parses, calls a room, prints. No logic of its own; results to stdout, messages to stderr."""
