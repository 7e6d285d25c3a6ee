"""The command line: each verb parses, calls a room, prints. No logic of its own.

Results go to stdout, messages to stderr.
"""
