"""Digests, with the name of their algorithm in front."""

from __future__ import annotations

import hashlib


def sha256(data: bytes) -> str:
    """``sha256:`` followed by the SHA-256 digest of *data* in hex.

    >>> sha256(b"")[:20]
    'sha256:e3b0c44298fc1'
    """
    return "sha256:" + hashlib.sha256(data).hexdigest()
