"""Rights of a picture: what linked data declares, what its file adds, and whether file and credit agree."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from gemascraper.extract.images.file_metadata import FileMetadata
from gemascraper.extract.lines import agencies
from gemascraper.extract.page import linked_data
from gemascraper.items import Credit, Finding, Image, Rights
from gemascraper.values.text import fold

_MAX_MESSAGE = 400
"""Characters of a finding's message."""


def declared(node: linked_data.Node) -> Rights | None:
    """The rights in linked data's description of a picture; None where it has none."""
    found = Rights(
        license=linked_data.text(node.get("license")),
        copyright_notice=linked_data.text(node.get("copyrightNotice")),
        acquire_license_page=linked_data.text(node.get("acquireLicensePage")),
    )
    return found if found != Rights() else None


def with_file(image: Image, file: FileMetadata) -> tuple[Image, Finding | None]:
    """The picture with what its file adds to its rights, and a finding where file and printed credit disagree.

    What the page declares stands; the file only fills what is missing, and never makes a credit.
    """
    page = image.rights or Rights()
    rights = Rights(
        license=page.license or file.license,
        copyright_notice=page.copyright_notice or file.copyright_notice,
        acquire_license_page=page.acquire_license_page or file.acquire_license_page,
    )
    filled = attrs.evolve(image, rights=rights if rights != Rights() else None)
    return filled, _finding(image, file) if disagrees(image.credit, file) else None


def disagrees(credit: Credit | None, file: FileMetadata) -> bool:
    """Whether page and file name different people, or different agencies or owners.

    >>> disagrees(Credit(photographer="Rina Lestari"), FileMetadata(by_line="RINA LESTARI"))
    False
    >>> disagrees(Credit(agency="ANTARA"), FileMetadata(credit="Reuters"))
    True
    """
    if credit is None:
        return False
    on_page = [name for name in (credit.photographer, credit.agency, credit.holder) if name]
    in_file = [name for name in (file.by_line, file.credit) if name]
    pairs = ((credit.photographer, file.by_line), (credit.agency or credit.holder, file.credit))
    return any(
        printed is not None and filed is not None and not (_is_any_of(printed, in_file) or _is_any_of(filed, on_page))
        for printed, filed in pairs
    )


def _is_any_of(name: str, others: Iterable[str]) -> bool:
    return any(_is_same(name, other) for other in others)


def _is_same(one: str, other: str) -> bool:
    """Whether one name is part of the other, or both are names of one agency in the table."""
    left, right = fold(one), fold(other)
    known = agencies.canonical(one)
    return left in right or right in left or (known is not None and known == agencies.canonical(other))


def _finding(image: Image, file: FileMetadata) -> Finding:
    filed = "/".join(name for name in (file.credit, file.by_line) if name)
    message = f"picture {image.position}: the page says {image.credit_line}, its file says {filed}"
    return Finding(code="credit_disagrees", field="images", message=message[:_MAX_MESSAGE])
