"""Digests, label included."""

from __future__ import annotations

import hashlib


def sha256(data: bytes) -> str:
    """``sha256:`` and the hex digest of *data*.

    >>> sha256(b"")[:20]
    'sha256:e3b0c44298fc1'
    """
    return "sha256:" + hashlib.sha256(data).hexdigest()
