"""The data contract, in reading order: what an article is, where each value came from, and what the wire said.

Every class is frozen: whoever learns something returns `attrs.evolve(article, …)`. Declaration order is output
order. ``None`` means that the page does not say; a list of nothing is empty. Datetimes are aware, always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, get_args

import attrs

from gemascraper.outcomes import AnyOutcome, Outcome

StoryKind = Literal["article", "photo", "video", "live", "paywalled"]
"""What a story is. Each has a line in `articles/`."""

PageKind = Literal[StoryKind, "index", "tag", "removed", "blocked", "consent", "feed", "sitemap", "other"]
"""What a page is. Those that are not stories stay in the ledger and in run.json."""

STORY_KINDS: frozenset[str] = frozenset(get_args(StoryKind))

FindingCode = Literal[
    # about an article
    "headline_disagrees",
    "times_disagree",
    "credit_disagrees",
    "page_missing",
    # why a page is not a story
    "page_blocked",
    "page_login",
    "page_consent",
    "page_removed",
    "redirected_to_front_page",
    "page_index",
    "page_tag",
    "page_empty",
    "page_no_html",
    "page_no_text",
    "page_no_headline",
    # about a page that could not be read whole
    "truncated",
    "too_large",
    "undecodable",
    "payload_elsewhere",
    "reader_timeout",
    "reader_died",
    "reader_failed",
    # about a sitemap, feed or index
    "not_an_announcer",
    "empty_sitemap",
    "empty_feed",
    "too_deep",
    "dtd",
    "unsafe_address",
    "foreign_address",
    "no_story_address",
]
"""Codes of findings; docs/reference/findings.md explains each."""

Role = Literal["reporter", "editor", "contributor", "photographer", "translator", "unknown"]
Source = Literal[
    "profile", "linked data", "meta", "markup", "printed", "page data", "address", "trafilatura", "htmldate"
]
"""Where on a page, or in whose reading of it, a value was found."""
ZoneSource = Literal["printed", "machine", "edition", "outlet"]
BlockType = Literal["paragraph", "heading", "list_item", "quote"]
Precision = Literal["day", "minute", "second"]
CreditKind = Literal[
    "staff",
    "agency",
    "stock",
    "social_media",
    "handout",
    "courtesy",
    "screenshot",
    "archive",
    "illustration",
    "ai_generated",
    "unknown",
]


def aware(_: object, attribute: attrs.Attribute[Any], value: datetime | None) -> None:
    """Refuse a naive datetime: here it is a bug, never a guess."""
    if value is not None and value.utcoffset() is None:
        raise ValueError(f"{attribute.name} has no time zone: {value!r}")


# ------------------------------------------------------------------------------------------------ the article


@attrs.frozen(kw_only=True)
class Block:
    """One paragraph, sub-heading, list item or quotation of the body."""

    type: BlockType
    """What the block is in the story."""
    text: str
    """Its text on one line: NFC, single spaces, quotation marks as printed."""


@attrs.frozen(kw_only=True)
class Byline:
    """One person in one role, as printed, without label and title."""

    name: str
    """As printed, without label and title."""
    role: Role = "unknown"
    """What the label says this person did."""
    initials: str | None = None
    """The desk's letters for this person, only where the page ties them together."""


@attrs.frozen(kw_only=True)
class Dateline:
    """The opening of the body, such as ``Gemapos.ID (Jakarta) -``."""

    outlet: str | None = None
    """The outlet as the dateline names it."""
    place: str | None = None
    """Where the story was filed from, as printed."""
    text: str
    """The whole dateline as printed, dash included."""


@attrs.frozen(kw_only=True)
class Timestamp:
    """One claim of the page about a time, whether it won or not."""

    value: datetime = attrs.field(validator=aware)
    """The time as understood, with the offset that the place had."""
    raw: str
    """What the page says, untouched."""
    source: str
    """Where the page says it."""
    zone_source: ZoneSource = "machine"
    """What says the time zone: the printed time, a machine-readable one, or the zone of the edition or outlet."""
    precision: Precision = "minute"
    """How exact the claim is; midnight there where only the day is known."""


@attrs.frozen(kw_only=True)
class Credit:
    """What a credit line says, part by part, each as printed. The taxonomy is docs/credits.md."""

    kind: CreditKind = "unknown"
    """Whose picture it is, in kind; a bare name may be `unknown`."""
    agency: str | None = None
    """News agency, other newsroom, or stock house."""
    photographer: str | None = None
    """Who took the picture."""
    platform: str | None = None
    """Instagram, X, Twitter, YouTube, Facebook or TikTok."""
    handle: str | None = None
    """The account on the platform, with its @."""
    holder: str | None = None
    """Any other named owner; the outlet itself on staff pictures."""


@attrs.frozen(kw_only=True)
class Rights:
    """Rights that linked data or the file declare; addresses and notices as given."""

    license: str | None = None
    """Address or name of the licence."""
    copyright_notice: str | None = None
    """The notice, © included."""
    acquire_license_page: str | None = None
    """Address where a licence can be had."""


@attrs.frozen(kw_only=True)
class Image:
    """One picture of the story; none of the page's furniture."""

    url: str
    """Address of the picture."""
    alt: str | None = None
    """The markup's text for those who do not see the picture."""
    caption: str | None = None
    """As printed, without the credit."""
    credit_line: str | None = None
    """The credit as printed, less brackets, ©, a leading year and labels."""
    credit: Credit | None = None
    """What the credit line says, part by part."""
    rights: Rights | None = None
    """Rights that linked data or the file declare."""
    is_lead: bool = False
    """The picture that opens the story."""
    position: int = 1
    """Counts from 1, in the order of the page."""
    width: int | None = None
    """Pixels, where the page or the file says."""
    height: int | None = None
    """Pixels, where the page or the file says."""
    digest: str | None = None
    """``sha256:…`` of the original bytes, where they were kept."""


@attrs.frozen(kw_only=True)
class Related:
    """A link inside the story to another one ("Baca juga")."""

    url: str
    """Where it leads, absolute."""
    text: str
    """What it says, without the label."""


@attrs.frozen(kw_only=True)
class Pages:
    """How many pages the story has by its own count, and how many of them were read."""

    expected: int = 1
    """Pages that the story has, as it says itself."""
    read: int = 1
    """Pages that this article was read from."""


@attrs.frozen(kw_only=True)
class Alternative:
    """A value that another source offered and that was not chosen; cut at 200 characters."""

    source: Source
    """Where the value stood."""
    value: str
    """The value as text; cut at 200 characters."""


@attrs.frozen(kw_only=True)
class Provenance:
    """Which source won a field, by which rule, and over what."""

    source: Source
    """Where the value stood."""
    rule: str
    """How it was found there."""
    over: tuple[Alternative, ...] = ()
    """What other sources offered, in the order of trust."""


@attrs.frozen(kw_only=True)
class Finding:
    """Something that a person should look at. Codes are in docs/reference/findings.md."""

    code: FindingCode
    """Its name in docs/reference/findings.md."""
    field: str | None = None
    """The article's field that it is about; null where it is about the whole page."""
    message: str = ""
    """What was seen, for a person."""


@attrs.frozen(kw_only=True)
class CaptureRef:
    """Where the bytes are that an article was read from."""

    url: str
    """Address that was captured."""
    warc: str
    """File name in the outlet's ``archive/``, as sealed (without ``.open``)."""
    offset: int
    """Byte offset of the record in that file."""
    record_id: str
    """WARC-Record-ID of the response."""
    payload_digest: str
    """``sha256:…`` of the payload."""


@attrs.frozen(kw_only=True)
class Article:
    """One news story as one capture showed it."""

    id: str
    """The outlet's own number, else ``u`` and 12 hex digits of the address's digest. Unique within the outlet."""
    outlet: str
    """File stem of the profile."""
    edition: str | None = None
    """The edition where the story was first seen; null where the profile has none."""
    editions: tuple[str, ...] = ()
    """The editions captured so far."""
    url: str
    """Address of the capture, after redirects."""
    canonical_url: str | None = None
    """What the page declares: evidence, never identity."""
    kind: StoryKind = "article"
    """What kind of story it is."""
    revision: int = 1
    """Counts from 1; a new one only when text or metadata changed between two captures."""
    language: str | None = None
    """Of the text, as a BCP 47 tag."""
    kicker: str | None = None
    """A line above the headline that belongs to this story."""
    headline: str | None = None
    """As printed above the story, not the ``<title>``."""
    standfirst: str | None = None
    """The printed summary between headline and body."""
    body: str | None = None
    """The blocks' texts, joined by blank lines."""
    blocks: tuple[Block, ...] = ()
    """The story's text, piece by piece: no caption, byline, dateline, initials or "Baca juga" in it."""
    section: str | None = None
    """The deepest rubric that the page shows, as printed."""
    tags: tuple[str, ...] = ()
    """The story's own topics, as printed."""
    byline: tuple[Byline, ...] = ()
    """In page order; a person with two roles is listed once for each. People only: no outlet, no desk, no office."""
    authors: tuple[str, ...] = ()
    """Names with role reporter, contributor or unknown, once each, in order."""
    initials: str | None = None
    """The desk's signature that closes the story, without brackets."""
    dateline: Dateline | None = None
    """The opening of the body, which `body` no longer has."""
    published: datetime | None = attrs.field(default=None, validator=aware)
    """When the outlet says it was first published, with the offset of the printed zone."""
    published_precision: Precision | None = None
    """How exact `published` is; midnight there where only the day is known."""
    modified: datetime | None = attrs.field(default=None, validator=aware)
    """When the outlet says it last changed the story."""
    timestamps: tuple[Timestamp, ...] = ()
    """Every claim about a time, the losers too."""
    images: tuple[Image, ...] = ()
    """The story's pictures in page order; none of the page's furniture."""
    sources: tuple[str, ...] = ()
    """What ``Sumber: …`` names at the story."""
    related: tuple[Related, ...] = ()
    """Links within the story only."""
    pages: Pages = Pages()
    """How many pages the story has, and how many were read."""
    paywalled: bool | None = None
    """Whether the page says that the text is for subscribers; null where it does not say."""
    provenance: Mapping[str, Provenance] = attrs.field(factory=dict)
    """Field name → which source won, by which rule, and over what."""
    findings: tuple[Finding, ...] = ()
    """What a person should look at."""
    captured_at: datetime | None = attrs.field(default=None, validator=aware)
    """UTC; null only for a page read outside an archive."""
    captures: tuple[CaptureRef, ...] = ()
    """Where the bytes are that the article was read from, one for each page."""
    text_digest: str = ""
    """``sha256:…`` over kicker, headline, standfirst and blocks."""
    extractor: str = ""
    """Name and version of the reader."""

    def to_dict(self) -> dict[str, Any]:
        """Exactly the JSON object of docs/reference/items.md: names, order, formats."""
        found: dict[str, Any] = plain(self)
        return found


@attrs.frozen(kw_only=True)
class ImageCredit:
    """One line of `image_credits/`: a picture, joined with the story that it stands in."""

    id: str
    """The story's id."""
    outlet: str
    """File stem of the profile."""
    edition: str | None = None
    """The edition where the story was first seen; null where the profile has none."""
    url: str
    """Address of the story; the picture's own is `image_url`."""
    headline: str | None = None
    """The story's headline."""
    published: datetime | None = attrs.field(default=None, validator=aware)
    """When the story was published, with the offset of the printed zone."""
    revision: int = 1
    """The story's revision that has the picture like this."""
    image_url: str
    """Address of the picture: an image's `url`. What follows is the image object, unchanged."""
    alt: str | None = None
    """The markup's text for those who do not see the picture."""
    caption: str | None = None
    """As printed, without the credit."""
    credit_line: str | None = None
    """The credit as printed, less brackets, ©, a leading year and labels."""
    credit: Credit | None = None
    """What the credit line says, part by part."""
    rights: Rights | None = None
    """Rights that linked data or the file declare."""
    is_lead: bool = False
    """The picture that opens the story."""
    position: int = 1
    """Counts from 1, in the order of the page."""
    width: int | None = None
    """Pixels, where the page or the file says."""
    height: int | None = None
    """Pixels, where the page or the file says."""
    digest: str | None = None
    """``sha256:…`` of the original bytes, where they were kept."""


@attrs.frozen(kw_only=True)
class Extraction:
    """What reading a page gave; `article` is None where the page is no story."""

    kind: PageKind
    article: Article | None = None
    findings: tuple[Finding, ...] = ()
    further: tuple[str, ...] = ()
    """Addresses of the story's further pages that were not among those read."""


def plain(value: Any) -> Any:
    """A value of this module as JSON knows it: datetimes in ISO 8601 with seconds and offset, tuples as lists.

    >>> from datetime import UTC
    >>> plain(datetime(2024, 6, 19, 3, 32, tzinfo=UTC))
    '2024-06-19T03:32:00+00:00'
    """
    if attrs.has(type(value)):
        return {field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))}
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


# ------------------------------------------------------------------------------------------- on the way there


@attrs.frozen(kw_only=True)
class Entry:
    """A link that a seed, feed, index or page announced, with what its announcer said of it."""

    url: str
    kind: Literal["sitemap", "feed", "index", "story", "page", "image"] = "story"
    """What we expect there. `page` is a further page of a story, `index` a section page or a date index."""
    found_on: str | None = None
    title: str | None = None
    published: datetime | None = attrs.field(default=None, validator=aware)
    modified: datetime | None = attrs.field(default=None, validator=aware)
    """The announcer's ``lastmod``."""
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    depth: int = 0
    """Pages without a new story before this one, for an index that is being paged through."""

    @classmethod
    def from_plain(cls, data: Mapping[str, Any] | None) -> Entry | None:
        """The entry that `plain` made *data* of; None for anything else."""
        try:
            known = {field.name: data[field.name] for field in attrs.fields(cls) if field.name in data}  # type: ignore[index,operator]
            for name in ("published", "modified"):
                known[name] = datetime.fromisoformat(known[name]) if known.get(name) else None
            for name in ("tags", "images"):
                known[name] = tuple(known.get(name) or ())
            return cls(**known)
        except (KeyError, TypeError, ValueError):
            return None


@attrs.frozen
class Due:
    """An entry that may be fetched now, with what a conditional request needs."""

    entry: Entry
    etag: str | None
    last_modified: str | None


EntryFilter = Callable[[Entry], bool]
"""Whether this run fetches an entry; the answer for an entry is the same during the whole run."""


@attrs.frozen(kw_only=True)
class Exchange:
    """What went over one connection for one request, whatever came of it: the wire's bytes, nothing else."""

    url: str
    started: datetime = attrs.field(validator=aware)
    sent: bytes = attrs.field(default=b"", repr=False)
    received: bytes = attrs.field(default=b"", repr=False)
    outcome: AnyOutcome = Outcome.FAILED
    """How the exchange ended: the HTTP status of the response, or the name of a failure."""
    address: str | None = None
    """IP address of the connected peer."""
    protocols: tuple[str, ...] = ()
    """``http/1.1`` and, over TLS, ``tls/1.3``, for WARC-Protocol."""
    cipher: str | None = None
    truncated: Literal["length", "time", "disconnect", "unspecified"] | None = None
    entry: Entry | None = None
    """The frontier's entry that this exchange serves; None for robots.txt."""
    page_of: str | None = None
    """Record id of the story's first page, where this is a further one."""


@attrs.frozen(kw_only=True)
class Capture:
    """The record of one exchange that the archive keeps, with its instant."""

    url: str
    captured_at: datetime = attrs.field(validator=aware)
    outcome: AnyOutcome
    """How the exchange ended, as in `Exchange`."""
    status: int | None = None
    warc: str = ""
    """File name in the outlet's ``archive/``, as sealed (without ``.open``)."""
    offset: int = 0
    length: int = 0
    record_id: str = ""
    """``urn:uuid:…`` of the response or revisit record; empty where nothing was received."""
    payload_digest: str = ""
    revisit: bool = False
    """The same payload was kept before: nothing new to read."""
    refers_to: str = ""
    """Record id of the capture that a revisit confirms."""
    refers_to_page: tuple[str, datetime] | None = None
    """Address and instant of that capture, for records of others that do not give its id."""
    original: tuple[str, int, int] | None = None
    """File, offset and length of the record that holds a revisit's payload."""
    understood: bool = False
    """This extractor made the article's newest revision of this very payload: reading it again would say the same."""
    validators: tuple[str | None, str | None] = (None, None)
    """ETag and Last-Modified, as this answer gave them."""
    mime: str | None = None
    truncated: str | None = None
    entry: Entry | None = None
    page_of: str | None = None
    block: bytes | None = attrs.field(default=None, repr=False)
    """The HTTP message as received, where it has been loaded from the archive."""


@attrs.frozen(kw_only=True)
class Reading:
    """What we understood of one or more captures: filed once, and then its entry is settled."""

    url: str
    """The entry that this reading settles."""
    outcome: AnyOutcome
    """`Outcome.READ`, `Outcome.UNCHANGED`, the HTTP status of a response that is not a page, or a failure."""
    kind: PageKind | None = None
    captures: tuple[Capture, ...] = ()
    article: Article | None = None
    entries: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()
    further: tuple[str, ...] = ()
    """Pages of the same story that are still to be fetched."""
    next: Entry | None = None
    """The next page of an index; followed until three pages in a row bring nothing new."""
    validators: tuple[str | None, str | None] = (None, None)
    """ETag and Last-Modified, for the next conditional request."""
    failed: bool = False
    """A failure in passing: the next run asks again."""
    retry_in: float | None = None
    """Seconds until the entry is due again in this run; None settles it."""
