"""Decodes the bytes of a page, by the labels of the WHATWG Encoding Standard only: no page can choose ``punycode`` or
``utf-7``. Never raises.
"""

from __future__ import annotations

import re

_LABELS = """
cp866 866 cp866 ibm866 csibm866
iso8859-2 l2 latin2 iso88592 iso8859-2 iso-ir-101 iso-8859-2 iso_8859-2 csisolatin2 iso_8859-2:1987
iso8859-3 l3 latin3 iso88593 iso8859-3 iso-8859-3 iso_8859-3 iso-ir-109 csisolatin3 iso_8859-3:1988
iso8859-4 l4 latin4 iso88594 iso8859-4 iso-ir-110 iso-8859-4 iso_8859-4 csisolatin4 iso_8859-4:1988
iso8859-5 iso88595 cyrillic iso8859-5 iso-ir-144 iso-8859-5 iso_8859-5 iso_8859-5:1988 csisolatincyrillic
iso8859-6 arabic ecma-114 iso88596 asmo-708 iso8859-6 iso-8859-6 iso_8859-6 iso-ir-127 csiso88596e csiso88596i \
iso-8859-6-e iso-8859-6-i iso_8859-6:1987 csisolatinarabic
iso8859-7 greek greek8 iso88597 ecma-118 elot_928 iso8859-7 iso-ir-126 iso-8859-7 iso_8859-7 sun_eu_greek \
iso_8859-7:1987 csisolatingreek
iso8859-8 visual logical hebrew iso88598 iso8859-8 iso-8859-8 iso_8859-8 iso-ir-138 csiso88598e csiso88598i \
iso-8859-8-e iso-8859-8-i iso_8859-8:1988 csisolatinhebrew
iso8859-10 l6 latin6 iso885910 iso8859-10 iso-ir-157 iso-8859-10 csisolatin6
iso8859-13 iso885913 iso8859-13 iso-8859-13
iso8859-14 iso885914 iso8859-14 iso-8859-14
iso8859-15 l9 iso885915 iso8859-15 iso-8859-15 iso_8859-15 csisolatin9
iso8859-16 iso-8859-16
koi8-r koi koi8 koi8-r koi8_r cskoi8r
koi8-u koi8-u koi8-ru
mac-roman mac macintosh csmacintosh x-mac-roman
mac-cyrillic x-mac-cyrillic x-mac-ukrainian
cp874 tis-620 dos-874 iso885911 iso8859-11 iso-8859-11 windows-874
cp1250 cp1250 x-cp1250 windows-1250
cp1251 cp1251 x-cp1251 windows-1251
cp1252 l1 cp819 ascii latin1 cp1252 ibm819 iso88591 x-cp1252 us-ascii iso8859-1 iso-ir-100 iso-8859-1 iso_8859-1 \
csisolatin1 windows-1252 ansi_x3.4-1968 iso_8859-1:1987
cp1253 cp1253 x-cp1253 windows-1253
cp1254 l5 cp1254 latin5 x-cp1254 iso88599 iso8859-9 iso-ir-148 iso-8859-9 iso_8859-9 csisolatin5 windows-1254 \
iso_8859-9:1989
cp1255 cp1255 x-cp1255 windows-1255
cp1256 cp1256 x-cp1256 windows-1256
cp1257 cp1257 x-cp1257 windows-1257
cp1258 cp1258 x-cp1258 windows-1258
gbk gbk x-gbk gb2312 gb_2312 chinese csgb2312 iso-ir-58 gb_2312-80 csiso58gb231280
gb18030 gb18030
big5hkscs big5 csbig5 cn-big5 x-x-big5 big5-hkscs
euc-jp euc-jp x-euc-jp cseucpkdfmtjapanese
iso-2022-jp iso-2022-jp csiso2022jp
cp932 sjis ms932 x-sjis ms_kanji shift-jis shift_jis csshiftjis windows-31j
cp949 korean euc-kr ksc5601 cseuckr ksc_5601 iso-ir-149 windows-949 csksc56011987 ks_c_5601-1987 ks_c_5601-1989
utf-8 utf8 utf-8 unicode20utf8 unicode11utf8 x-unicode20utf8 unicode-1-1-utf-8
utf-16-le ucs-2 utf-16 unicode utf-16le csunicode unicodefeff iso-10646-ucs-2
utf-16-be utf-16be unicodefffe
"""
_CODECS = {label: codec for codec, *labels in map(str.split, _LABELS.strip().split("\n")) for label in labels}
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SPACE = "\t\n\x0c\r "
_PRESCAN = 16 * 1024
_COMMENT_OR_TAG = re.compile(
    r"<!--(?:(?<=<!--)>|.*?-->)|<(?P<meta>meta[\s/])|</?[a-z][^\s>]*|<[!/?][^>]*>", re.I | re.S
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>=?[^\s/>=]*)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>(?!["'])[^\s>]*)))?)""",
    re.S,
)
_CHARSET = re.compile(r"""charset\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>(?!["'])[^\s;]+))""", re.I)


def codec(label: str | None) -> str | None:
    """Python's codec for a label of the standard; None for any other label.

    >>> codec(" ISO-8859-1 "), codec("punycode")
    ('cp1252', None)
    """
    return _CODECS.get((label or "").strip(_SPACE).lower())


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a page, by its byte order mark, Content-Type or meta element; else as UTF-8, else as windows-1252.

    Bytes that are not valid become U+FFFD.
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = codec(_in_content(content_type or "")) or prescan(body)
    if declared in (None, "cp1252", "utf-8"):  # 5 of 90 pages declare ISO-8859-1 and are UTF-8
        try:
            return body.decode("utf-8")
        except UnicodeDecodeError:
            return body.decode(declared or "cp1252", "replace")
    try:
        return body.decode(declared, "replace")
    except (UnicodeError, LookupError):
        return body.decode("utf-8", "replace")


def prescan(body: bytes) -> str | None:
    """Python's codec for the encoding that a meta element in the first 16 KiB declares; None where none does."""
    head = body[:_PRESCAN].decode("latin-1")
    at = 0
    while found := _COMMENT_OR_TAG.search(head, at):
        at = found.end()
        if found[0].startswith(("<!", "<?")) or (found[0].startswith("</") and not found[0][2:3].isalpha()):
            continue
        attributes, at = _attributes(head, at)
        if found["meta"] and (name := _declared(attributes)):
            return name
    return None


def _attributes(head: str, at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while at < len(head):
        match = _ATTRIBUTE.match(head, at)
        if match is None or match.end() == at:
            return found, at + 1
        at = match.end()
        if match["end"]:
            return found, at
        if match["name"]:
            found.setdefault(match["name"].lower(), match["double"] or match["single"] or match["bare"] or "")
    return {}, at  # the tag is cut off, so it declares nothing


def _declared(meta: dict[str, str]) -> str | None:
    label: str | None = meta.get("charset")
    if label is None and meta.get("http-equiv", "").lower() == "content-type":
        label = _in_content(meta.get("content", ""))
    name = codec(label)
    return "utf-8" if name in ("utf-16-le", "utf-16-be") else name


def _in_content(content: str) -> str | None:
    found = _CHARSET.search(content)
    return found and (found["double"] or found["single"] or found["bare"])
