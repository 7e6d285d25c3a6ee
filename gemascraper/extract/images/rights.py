"""Rights of a picture: what linked data declares, what its file says, and whether the file agrees with the credit."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from gemascraper.extract.images.file_metadata import Embedded
from gemascraper.extract.lines import agencies
from gemascraper.extract.page import linked_data
from gemascraper.items import Credit, Finding, Image, Rights
from gemascraper.values.text import fold


def declared(node: linked_data.Node) -> Rights | None:
    """The rights in linked data's description of a picture."""
    found = Rights(
        license=linked_data.text(node.get("license")),
        copyright_notice=linked_data.text(node.get("copyrightNotice")),
        acquire_license_page=linked_data.text(node.get("acquireLicensePage")),
    )
    return found if found != Rights() else None


def with_file(image: Image, said: Embedded) -> tuple[Image, Finding | None]:
    """The picture with what its file adds to its rights, and a finding where file and printed credit disagree.

    What the page declares stands; the file only fills what is missing, and never makes a credit.
    """
    page = image.rights or Rights()
    rights = Rights(
        license=page.license or said.license,
        copyright_notice=page.copyright_notice or said.copyright_notice,
        acquire_license_page=page.acquire_license_page or said.acquire_license_page,
    )
    filled = attrs.evolve(image, rights=rights if rights != Rights() else None)
    return filled, _finding(image, said) if disagrees(image.credit, said) else None


def disagrees(credit: Credit | None, said: Embedded) -> bool:
    """Whether page and file name different people, or different houses.

    >>> disagrees(Credit(photographer="Rina Lestari"), Embedded(by_line="RINA LESTARI"))
    False
    >>> disagrees(Credit(agency="ANTARA"), Embedded(credit="Reuters"))
    True
    """
    if credit is None:
        return False
    printed = [name for name in (credit.photographer, credit.agency, credit.holder) if name]
    filed = [name for name in (said.by_line, said.credit) if name]
    pairs = ((credit.photographer, said.by_line), (credit.agency or credit.holder, said.credit))
    return any(
        ours is not None and theirs is not None and not (_any(ours, filed) or _any(theirs, printed))
        for ours, theirs in pairs
    )


def _any(name: str, others: Iterable[str]) -> bool:
    return any(_same(name, other) for other in others)


def _same(one: str, other: str) -> bool:
    left, right = fold(one), fold(other)
    known = agencies.canonical(one)
    return left in right or right in left or (known is not None and known == agencies.canonical(other))


def _finding(image: Image, said: Embedded) -> Finding:
    filed = "/".join(name for name in (said.credit, said.by_line) if name)
    message = f"picture {image.position}: the page says {image.credit_line}, its file says {filed}"
    return Finding(code="credit_disagrees", field="images", message=message[:400])
