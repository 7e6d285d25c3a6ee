"""The command line: each command parses its arguments, calls another package, and prints. It has no logic of its own.

Results go to standard output, messages to standard error.
"""
