"""URLs: made absolute and safe, split, compared, and turned into keys.

Every URL that a page, feed or sitemap names passes `absolute` first, which returns http and https URLs only.
Whether a URL may be *connected to* is decided at the connection, never by its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from gemascraper.values.domains import registered_domain

MAX_LENGTH = 2083
"""Characters of the longest URL that is fetched or kept: no outlet needs a longer one, and spider traps make them."""

TRACKING = frozenset(
    "fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh srsltid mc_cid mc_eid "
    "_ga _gl _gid __twitter_impression cmpid tag_from lgn_method google_btn".split()
)
"""Query parameters that say where a reader came from, never which page is meant."""
TRACKING_PREFIXES = ("utm_", "hsa_", "pk_", "mtm_")
"""Beginnings of the names of more such parameters."""

PAGING = {
    "page": r"\d{1,4}|all|semua|full",  # not `?page=berita`, which is the page itself on small PHP sites
    "halaman": r"\d{1,4}|all|semua",
    "hal": r"\d{1,4}|all|semua",
    "paged": r"\d{1,4}",
    "single": r"\d?",  # detik: ?single=1 is the whole story
    "m": "[01]",  # Blogger: ?m=1 is the page for phones
    "amp": ".*",
    "outputtype": "amp",
}
"""Query parameters, and their values, that show another part or form of the same story."""

_PORTS = {"http": 80, "https": 443}
_PLAIN = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,24}"
    r"/(?:[\w\-~=&,+:!*@]|(?<![/.])[.]|(?<!/)/|%(?!2[eE])[0-9a-fA-F]{2})*(?:\?[\w\-./~=&,+:!*@%]+)?",
    re.ASCII,
)
"""URLs that are absolute and safe as they are: most URLs of a page are, and this test is much faster than parsing."""
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_LEADING_SLASHES = re.compile(r"^((?:https?:)?)//+", re.IGNORECASE)
_STRIPPED = "".join(map(chr, range(0x21)))
_NO_LINE_BREAKS = dict.fromkeys(map(ord, "\t\n\r"))
_WWW = re.compile(r"^www\d*\.")
_SESSION = re.compile(
    r"(?:^|(?<=&))(?:jsessionid=[0-9a-z]{32}|phpsessid=[0-9a-z]{32}|sid=[0-9a-z]{32}"
    r"|aspsessionid[a-z]{8}=[a-z]{24}|cfid=[^&]+&cftoken=[^&]+)(?:&|$)"
)
_PATH_SESSION = re.compile(r";jsessionid=[0-9a-z]{32}$")
_KEPT_PLAIN = "!\"$'()*+,-./:;<=>?@[\\]^_`{|}~"


def absolute(base: str, href: str) -> str | None:
    """The URL that a browser would request for *href* on the page *base*; None unless it is safe and http or https.

    Without its fragment and without a default port. None for a URL with credentials, without a host, with an invalid
    host, or longer than `MAX_LENGTH`.

    >>> absolute("https://www.gemapos.id/bali/", " ../nasional/2781931384/a b?x=1#top")
    'https://www.gemapos.id/nasional/2781931384/a%20b?x=1'
    >>> absolute("https://www.gemapos.id/", "javascript:alert(1)") is None
    True
    """
    if len(href) <= MAX_LENGTH and _PLAIN.fullmatch(href):
        return href
    href = href.strip(_STRIPPED).translate(_NO_LINE_BREAKS)
    if len(href) > MAX_LENGTH:
        return None
    try:
        url = _safe(urljoin(base, _slashes(href, base)))
    except ValueError:  # a UnicodeError is one too
        return None
    return url if url and len(url) <= MAX_LENGTH else None


@lru_cache(maxsize=1024)
def host(url: str) -> str:
    """The host of *url* in lower case, without port and final dot; empty where it has none.

    >>> host("https://Bali.Gemapos.id:8443/")
    'bali.gemapos.id'
    """
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def origin(url: str) -> str:
    """Scheme, host and port of *url*, to which one robots.txt applies; without a default port.

    Raises `ValueError` where the host is invalid.

    >>> origin("HTTPS://www.gemapos.id:443/bisnis/")
    'https://www.gemapos.id'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{_netloc(parts)}"


def same_site(one: str, other: str) -> bool:
    """Whether two URLs have the same registered domain, or the same IP address. False where one has no host.

    >>> same_site("https://gemapos.id/", "https://bali.gemapos.id/denpasar/")
    True
    >>> same_site("https://a.co.id/", "https://b.co.id/")
    False
    """
    site = _site(one)
    return bool(site) and site == _site(other)


def without_tracking(url: str) -> str:
    """*url* without the `TRACKING` parameters; everything else stays as it was.

    >>> without_tracking("https://gemapos.id/a?utm_source=wa&id=5&fbclid=x")
    'https://gemapos.id/a?id=5'
    """
    return _without(url, _tracks)


def whole_story(url: str) -> str:
    """*url* without the `TRACKING` parameters and without the `PAGING` ones: the URL of the whole story.

    >>> whole_story("https://gemapos.id/bisnis/1?id=5&page=2&utm_medium=page-2")
    'https://gemapos.id/bisnis/1?id=5'
    """
    return _without(url, lambda name, value: _tracks(name, value) or _pages(name, value))


def surt(url: str) -> str:
    """The SURT key of *url*, the same that other CDXJ readers compute: host labels reversed, query sorted.

    A URL without a host (``dns:``, ``warcinfo:``) or with an invalid port is returned as it is.

    >>> surt("https://www.GemaPos.id/123/Banjir?b=2&a=1")
    'id,gemapos)/123/banjir?a=1&b=2'
    """
    try:
        parts = urlsplit(url)
        if not parts.netloc:
            return url
        name, port = _plain_host(parts.hostname or ""), parts.port
    except ValueError:
        return url
    reversed_name = name if _is_ip(name) else ",".join(reversed(_WWW.sub("", name).split(".")))
    at = f":{port}" if port and port != _PORTS.get(parts.scheme) else ""
    query = _query_key(parts.query)
    return f"{reversed_name}{at}){_path_key(parts.path)}" + (f"?{query}" if query else "")


def identity(url: str) -> str:
    """The SURT key of `whole_story`: the same for all pages, forms and campaign links of one story.

    >>> identity("https://www.gemapos.id/bisnis/banjir-bandang?page=2&utm_source=wa")
    'id,gemapos)/bisnis/banjir-bandang'
    """
    return surt(whole_story(url))


# ---------------------------------------------------------------------------------------------- parts of a URL


def _safe(url: str) -> str | None:
    """*url* escaped and in its shortest form; None unless http(s) without credentials. Raises `ValueError`."""
    from w3lib.url import safe_url_string  # 60 ms that commands without URLs need not wait for

    parts = urlsplit(safe_url_string(url))
    if parts.scheme not in _PORTS or "@" in parts.netloc:
        return None
    return urlunsplit((parts.scheme, _netloc(parts), _resolved(parts.path) or "/", parts.query, ""))


def _slashes(href: str, base: str) -> str:
    """*href* with the slashes that browsers read into http addresses: ``\\`` is ``/``, ``///`` is ``//``."""
    scheme = _SCHEME.match(href)
    if (scheme[1] if scheme else base.partition(":")[0]).lower() not in _PORTS:
        return href
    head, mark, query = href.partition("?")
    return _LEADING_SLASHES.sub(r"\1//", head.replace("\\", "/")) + mark + query


def _netloc(parts: SplitResult) -> str:
    name = (parts.hostname or "").lower()
    if ":" in name and "%" not in name:
        name = f"[{IPv6Address(name).compressed}]"
    elif _NUMBER.fullmatch(name.rstrip(".").rpartition(".")[2]):
        name = str(IPv4Address(name))  # raises on other spellings of it, such as 0x7f.1 and 2130706433
    elif not _HOST.fullmatch(name) or ".." in name:
        raise ValueError(f"invalid host: {parts.netloc!r}")
    port = parts.port
    return name if port in (None, _PORTS.get(parts.scheme)) else f"{name}:{port}"


def _resolved(path: str) -> str:
    """*path* without dot segments; escapes stay as they are, since some servers treat %2F and %2f as different."""
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    dots = ""
    for segment in path.split("/"):
        dots = segment.lower().replace("%2e", ".")
        if dots == "..":
            del kept[max(1, len(kept) - 1) :]
        elif dots != ".":
            kept.append(segment)
    return "/".join([*kept, ""] if dots in (".", "..") else kept)


def _site(url: str) -> str:
    name = _plain_host(host(url))
    return name if _is_ip(name) else registered_domain(name)


def _is_ip(name: str) -> bool:
    return ":" in name or bool(re.fullmatch(r"[\d.]+", name))


def _tracks(name: str, value: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def _pages(name: str, value: str) -> bool:
    return name in PAGING and re.fullmatch(PAGING[name], value) is not None


def _without(url: str, unwanted: Callable[[str, str], bool]) -> str:
    head, mark, query = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = query.partition("#")
    kept = [part for part in query.split("&") if not unwanted(*_name_and_value(part))]
    return head + ("?" + "&".join(kept) if any(kept) else "") + hash_mark + fragment


def _name_and_value(part: str) -> tuple[str, str]:
    name, _, value = part.lower().partition("=")
    return name, value


# ------------------------------------------------------------------------------------------ parts of a SURT key


def _plain_host(name: str) -> str:
    name = name.lower().strip(".")
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return quote(name)


def _path_key(path: str) -> str:
    segments: list[str] = []
    for segment in _escaped(path, _KEPT_PLAIN + "&").split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    return _PATH_SESSION.sub("", "/" + "/".join(segments).lower())


def _query_key(query: str) -> str:
    escaped = "&".join(_escaped(part, _KEPT_PLAIN) for part in query.split("&")).lower()
    parts = _SESSION.sub("", escaped).split("&")
    return "&".join("=".join(part) for part in sorted(tuple(part.split("=", 1)) for part in parts))


def _escaped(text: str, safe: str) -> str:
    """*text* decoded until nothing is left to decode, then escaped once: the same for all spellings of one URL."""
    plain = text.encode("utf-8", "surrogatepass")
    while (decoded := unquote_to_bytes(plain)) != plain:
        plain = decoded
    return quote(plain, safe)
