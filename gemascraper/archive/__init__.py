"""The raw archive: WARC files that only grow, their index, and reading them again.

It keeps bytes and knows where they are. `extract` reads pages, `ledger` decides what is fetched next.
"""
