"""The raw archive: WARC files that only grow, their index, and the way back from a record to what it holds.

It keeps bytes and tells where they are. It decides nothing about them: what a page says is for `extract`, what is
fetched next for `ledger`.
"""
