"""The ledger: which addresses are known and due, what was captured, which revisions exist. All commits meet here.

SQLite, one file for each outlet, one connection that writes. It fetches nothing, reads no page and knows no clock.
"""

from gemascraper.ledger.ledger import Ledger

__all__ = ["Ledger"]
