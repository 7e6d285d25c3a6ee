"""The data contract, in reading order: what an article is, where each value came from, and what was captured.

Every class is frozen: whoever learns something returns `attrs.evolve(article, …)`. Declaration order is output
order. ``None`` means that the page does not say; a list of nothing is empty. Datetimes are aware, always.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, get_args

import attrs

from gemascraper.outcomes import AnyOutcome, Outcome
from gemascraper.values.counts import counted

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
"""Where on a page, or by which other reader, a value was found."""
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
    """Refuse a naive datetime: it is a bug; no time zone is guessed here."""
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
    """The initials that the desk uses for this person; only where the page prints them with the name."""


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
    """One statement of the page about a time, whether it was chosen or not."""

    value: datetime = attrs.field(validator=aware)
    """The time as understood, with the offset that the place had."""
    raw: str
    """What the page says, untouched."""
    source: str
    """Where the page says it."""
    zone_source: ZoneSource = "machine"
    """What says the time zone: the printed time, a machine-readable one, or the zone of the edition or outlet."""
    precision: Precision = "minute"
    """How exact it is; where only the day is known, the value is midnight there."""


@attrs.frozen(kw_only=True)
class Credit:
    """What a credit line says, part by part, each as printed. The taxonomy is docs/credits.md."""

    kind: CreditKind = "unknown"
    """Whose picture it is, as a kind; of a bare name it may be `unknown`."""
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
    """Rights that linked data or the file declare; URLs and notices as given."""

    license: str | None = None
    """URL or name of the licence."""
    copyright_notice: str | None = None
    """The notice, © included."""
    acquire_license_page: str | None = None
    """URL where a licence can be had."""


@attrs.frozen(kw_only=True)
class Image:
    """One picture of the story; logos, icons, teasers and advertisements are left out."""

    url: str
    """URL of the picture."""
    alt: str | None = None
    """The alternative text of the markup."""
    caption: str | None = None
    """As printed, without the credit."""
    credit_line: str | None = None
    """The credit as printed, without brackets, ©, a leading year and labels."""
    credit: Credit | None = None
    """The parts of the credit line."""
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
    """Where the value of a field came from, by which rule, and which other values it was chosen over."""

    source: Source
    """Where the value stood."""
    rule: str
    """How it was found there."""
    over: tuple[Alternative, ...] = ()
    """What other sources offered, the most trusted first."""


@attrs.frozen(kw_only=True)
class Finding:
    """Something that a person should look at. Codes are in docs/reference/findings.md."""

    code: FindingCode
    """Its name in docs/reference/findings.md."""
    field: str | None = None
    """The article's field that it is about; null where it is about the whole page."""
    message: str = ""
    """What was seen, for people to read."""


@attrs.frozen(kw_only=True)
class CaptureRef:
    """Where a capture is that an article was read from."""

    url: str
    """URL that was captured."""
    warc: str
    """File name in the outlet's ``archive/``, as sealed (without ``.open``)."""
    offset: int
    """Byte offset of the record in that file."""
    record_id: str
    """WARC-Record-ID of the response."""
    payload_digest: str
    """``sha256:…`` of the payload."""


@attrs.frozen(kw_only=True, repr=False)
class Article:
    """One news story as one capture showed it."""

    id: str
    """The outlet's own number, else ``u`` and 12 hex digits of the URL's digest. Unique within the outlet."""
    outlet: str
    """File stem of the profile."""
    edition: str | None = None
    """The edition where the story was first seen; null where the profile has none."""
    editions: tuple[str, ...] = ()
    """The editions captured so far."""
    url: str
    """URL of the capture, after redirects."""
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
    """The printed summary between headline and body; not one that is only declared."""
    body: str | None = None
    """The blocks' texts, joined by blank lines."""
    blocks: tuple[Block, ...] = ()
    """The story's text in blocks, without captions, byline, dateline, initials and "Baca juga"."""
    section: str | None = None
    """The deepest section that the page shows, as printed."""
    tags: tuple[str, ...] = ()
    """The story's own topics, as printed."""
    byline: tuple[Byline, ...] = ()
    """In page order; a person with two roles is listed once for each. People only: no outlets, desks or offices."""
    authors: tuple[str, ...] = ()
    """Names with role reporter, contributor or unknown, once each, in order."""
    initials: str | None = None
    """The initials that close the story, without brackets."""
    dateline: Dateline | None = None
    """The opening of the body, which `body` no longer has."""
    published: datetime | None = attrs.field(default=None, validator=aware)
    """When the outlet says it was first published, with the offset of the printed zone."""
    published_precision: Precision | None = None
    """How exact `published` is; where only the day is known, it is midnight there."""
    modified: datetime | None = attrs.field(default=None, validator=aware)
    """When the outlet says it last changed the story."""
    timestamps: tuple[Timestamp, ...] = ()
    """Every statement of the page about a time, those that were not chosen too."""
    images: tuple[Image, ...] = ()
    """The story's pictures in page order, without logos, icons, teasers and advertisements."""
    sources: tuple[str, ...] = ()
    """The names after ``Sumber:`` at the story."""
    related: tuple[Related, ...] = ()
    """Links within the story only."""
    pages: Pages = Pages()
    """How many pages the story has, and how many were read."""
    paywalled: bool | None = None
    """Whether the page says that the text is for subscribers; null where it does not say."""
    provenance: Mapping[str, Provenance] = attrs.field(factory=dict)
    """Field name → where its value came from."""
    findings: tuple[Finding, ...] = ()
    """What a person should look at."""
    captured_at: datetime | None = attrs.field(default=None, validator=aware)
    """UTC; null only for a page read outside an archive."""
    captures: tuple[CaptureRef, ...] = ()
    """The captures that the article was read from, one for each page."""
    text_digest: str = ""
    """``sha256:…`` over kicker, headline, standfirst and blocks."""
    extractor: str = ""
    """Name and version of the reader."""

    def to_dict(self) -> dict[str, Any]:
        """The article as the JSON object of docs/reference/items.md: names, order and formats as there."""
        found: dict[str, Any] = plain(self)
        return found

    def __repr__(self) -> str:
        """Short, for a notebook: ``<Article gemapos 278… r1 2026-11-20 09:00 "Ombak …" 7 blocks, 2 images>``."""
        when = f" {self.published:%Y-%m-%d %H:%M}" if self.published else ""
        title = _shortened(self.headline or "no headline")
        counts = f"{counted(len(self.blocks), 'block')}, {counted(len(self.images), 'image')}"
        return f'<Article {self.outlet} {self.id} r{self.revision}{when} "{title}" {counts}>'


@attrs.frozen(kw_only=True)
class ImageCredit:
    """One line of `image_credits/`: a picture, joined with its story."""

    id: str
    """The story's id."""
    outlet: str
    """File stem of the profile."""
    edition: str | None = None
    """The edition where the story was first seen; null where the profile has none."""
    url: str
    """URL of the story; the picture's own is `image_url`."""
    headline: str | None = None
    """The story's headline."""
    published: datetime | None = attrs.field(default=None, validator=aware)
    """When the story was published, with the offset of the printed zone."""
    revision: int = 1
    """The revision of the story that has this picture, caption and credit."""
    image_url: str
    """URL of the picture: the `url` of the image object, whose other fields follow unchanged."""
    alt: str | None = None
    """The alternative text of the markup."""
    caption: str | None = None
    """As printed, without the credit."""
    credit_line: str | None = None
    """The credit as printed, without brackets, ©, a leading year and labels."""
    credit: Credit | None = None
    """The parts of the credit line."""
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


@attrs.frozen(kw_only=True, repr=False)
class Extraction:
    """The result of reading a page; `article` is None where the page is not a story."""

    kind: PageKind
    article: Article | None = None
    findings: tuple[Finding, ...] = ()
    further: tuple[str, ...] = ()
    """URLs of the story's further pages that were not among those read."""

    def __repr__(self) -> str:
        """Short, for a notebook: the article, or the kind of the page and why it is not a story."""
        if self.article:
            return f"<Extraction {self.kind} {self.article!r}>"
        return f"<Extraction {self.kind}{''.join(f': {finding.message}' for finding in self.findings[:1])}>"


_MAX_REPR = 60


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_REPR else f"{text[:_MAX_REPR].rstrip()}…"


def plain(value: Any) -> Any:
    """A value of this module in JSON types: datetimes as ISO 8601 with seconds and offset, tuples as lists.

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
    """A link that a seed, sitemap, feed, index or page lists, with what that source says of it."""

    url: str
    kind: Literal["sitemap", "feed", "index", "story", "page", "image"] = "story"
    """What is expected there. `page` is a further page of a story, `index` a section page or a date index."""
    found_on: str | None = None
    title: str | None = None
    published: datetime | None = attrs.field(default=None, validator=aware)
    modified: datetime | None = attrs.field(default=None, validator=aware)
    """The source's ``lastmod``."""
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
    """An entry that may be fetched now, with the validators of a conditional request."""

    entry: Entry
    etag: str | None
    last_modified: str | None


EntryFilter = Callable[[Entry], bool]
"""Whether this run fetches an entry; the answer for an entry is the same during the whole run."""


@attrs.frozen(kw_only=True)
class Exchange:
    """The bytes that were sent and received for one request, whatever its outcome, and nothing else."""

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
    """The entry of the frontier that was fetched; None for robots.txt."""
    page_of: str | None = None
    """Record id of the capture of the story's first page, where this is a further page."""


@attrs.frozen(kw_only=True)
class Capture:
    """One exchange as the archive keeps it: where it is, and when it took place."""

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
    """Whether the same payload was kept before, so that there is nothing new to read."""
    refers_to: str = ""
    """Record id of the capture that a revisit confirms."""
    refers_to_page: tuple[str, datetime] | None = None
    """URL and time of that capture, for records of other tools that do not give its id."""
    original: tuple[str, int, int] | None = None
    """File, offset and length of the record that holds a revisit's payload."""
    understood: bool = False
    """Whether this extractor read the newest revision from this payload, so that reading it again changes nothing."""
    validators: tuple[str | None, str | None] = (None, None)
    """ETag and Last-Modified of this response."""
    mime: str | None = None
    truncated: str | None = None
    entry: Entry | None = None
    page_of: str | None = None
    block: bytes | None = attrs.field(default=None, repr=False)
    """The HTTP message as received; None where it has not been loaded from the archive."""


@attrs.frozen(kw_only=True)
class Reading:
    """What was read from one or more captures. It is filed once, and settles its entry."""

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
    """Whether the next run fetches it again, because the failure may pass."""
    retry_in: float | None = None
    """Seconds until the entry is due again in this run; None settles it."""
