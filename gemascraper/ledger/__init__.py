"""The ledger: which URLs are known and due, what was captured, which revisions exist. It commits all of them together.

SQLite, one file for each outlet, one connection that writes. Nothing here fetches, reads a page or asks for the time.
"""

from gemascraper.ledger.ledger import Ledger

__all__ = ["Ledger"]
