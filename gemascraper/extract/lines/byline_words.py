"""The words around a byline in the languages of newsrooms abroad, as patterns: labels, ranks, and where names end."""

from __future__ import annotations

import re

_BY = "(?:by|von|vom|par|por|di|da|door|av|af|przez|od)"
_WROTE = (
    "(?:(?:this|is|was|has|been|an?|the|eine?|une?|am|on|le|el|il|op|written|words|text|texte|testo|texto|tekst|story|"
    "article|post|posted|published|publié|écrit|escrito|scritto|pubblicato|publicado|geschrieben|veröffentlicht|"
    "verfasst|erstellt|eingetragen|geschreven|gepubliceerd|skriven|propos recueillis|interview|interviewed|kolumne|"
    r"column|beitrag|artikel|kommentar|analyse|guest|gastbeitrag|report|reported|reporting|researched|review|"
    r"reviewed|contributed|created|submitted|started|author)\b\s*)*"
)
"""What may stand before the little word that opens a byline."""
_LABEL = (
    "(?:(?:article |guest )?authors?|autor(?:in(?:nen)?|en|es|as?)?|auteure?s?|autore|autori|forfatter|författare|"
    "writer|reporter|thread starter|yazar|автор)"
)
_THING = "(?:words|text|texte|testo|texto|tekst|story|interview|redaktion|redacción)"
"""What is a label only before a colon."""
_CAPITAL = "(?=(?-i:[A-ZÀ-Þ]))"
OPENS = re.compile(
    rf"^\W*(?:{_WROTE}(?:{_BY}(?:\s*:\s*|\s+)|(?-i:[Bb]y|[Vv]on|Par)(?=[A-ZÀ-Þ]))|"
    rf"{_LABEL}(?:\s*[:：]\s*|\s+{_CAPITAL})|{_THING}\s*[:：]\s*)(?P<who>\S.*)",
    re.I,
)
LATER = re.compile(rf"[\s|·•]{_BY}(?:\s*:\s*|\s+)(?P<who>\S.*)", re.I)
ALONE = re.compile(rf"^\W*(?:{_LABEL}|{_WROTE}{_BY}|about the authors?|über den autor)\s*[:：]?\s*$", re.I)
NOT_WROTE = re.compile(
    r"(?:photo|foto|bild|illustrat|image|video|review|edit|fact.?check|produc|sponsor|power|present|recommend|translat|"
    r"design|host|like|updat)\w*\W*$",
    re.I,
)
_MONTH = (
    r"(?:jan(?:uar[yi]?|vier|eiro)?|feb(?:ruar[yi]?)?|mar(?:ch|s|zo|ço)?|märz|apr(?:il)?|avril|ma[yi]|june?|juni|july?|"
    r"juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|montag|dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|sonntag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b\.?"
)
_GAP = r"(?:\s+|(?-i:(?<=[a-zß-öø-ÿ])(?=[A-Z])))"
"""Between two words, also where the markup alone keeps them apart."""
STOP = re.compile(
    rf"\s*[|•·∙⋅◆→⇒★\[\](<>@]|\s+[-–—]\s*|\s*\d|{_GAP}{_MONTH}\s*(?:\d|$)|"
    rf"{_GAP}(?:updated|published|posted|in|on|photo\w*|illustration\w*|reviewed|edited|fact|last|link)\b|"
    r"\s+(?:at|am|um|le|il|op|den|under|for|für|unter|aus|bei|is|was|says|said|from|to|of|zu|zum|veröffentlicht|publié|"
    r"aktualisiert|view|read|full|comments?|foto\w*|bilder|image\w*|share|follow|subscribe|gespeichert|contributed)\b|"
    r"(?<!\b\w)(?<!\b[jd]r)[.!?](?:\s|$)",
    re.I,
)
"""Where the names of a byline end."""
RANK = re.compile(
    r"\s*(?:(?:Staff|Senior|Junior|Chief|Contributing|Guest|Lead|Associate|Assistant|Deputy|Managing|Freelance|Special|"
    r"National|Political|Politics|Trial|Licensed|Executive|Founding|Foreign|Business|Sports?|Technology|Science|Health|"
    r"Culture)\s+)*(?:Writers?|Editors?|Reporters?|Correspondents?|Analysts?|Contributors?|Columnists?|Journalists?|"
    r"(?:Co-)?Founder|CEO|CTO|Directors?|Managers?|Producers?|Attorneys?|Professors?|Authors?|Bloggers?|Photographers?|"
    r"Researchers?|Critics?|Representatives?|Specialists?|Developers?|Educators?|Consultants?|President|Coordinators?|"
    r"(?:Chef)?[Rr]edakteur(?:in)?|Korrespondent(?:in)?|Journalist(?:in)?|Autor(?:in)?)\b.*"
)
PARTS = re.compile(r"\s*(?:[,;/&+、\x1f]|\b(?:and|und|et|y|e|en|og|och|with|mit|avec)\b)\s*")
TITLE = re.compile(r"^(?:(?:dr|prof|mrs?|ms|sir|rev)\b\.?\s+)+", re.I)
DEGREE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,4}\.){2,}[A-Z]?|M\.?D|MSc?|MA|MBA|RDN?|LD|DVM|MPH|RN|JD|CFA|CPA|BSc|Ph\.?\s?D|Jr|Esq"
)
_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’.\-]*|d[’'][A-Z]\w+)"
FULL_NAME = re.compile(
    rf"{_WORD}(?:\s+(?:{_WORD}|de|van|von|der|den|la|le|di|da|del|dos|du|zu|al|bin|ter|y|el)){{1,4}}"
)
LONE_NAME = re.compile(r"[^\W_][\w.'’-]{2,30}")
NO_NAME = re.compile(
    r"^(?:the|an?(?!\.)|this|in|no|der|die|das|il|la|les?|los|our|your|mit|alle|weitere|neueste|about|best|how|what|why|"
    r"new|top|read|more|sign|log|last|full|select|click|copy|link|share|reading|written|quelle|stand|zuletzt)\b|"
    r"\b(?:team|staff|redaktion|redaction|desk|news|blog|magazine|press|media|editorial|comments?|kommentare?|admin|user|"
    r"posts|archiv|author|contact|home|menu|newsletter|subscribe|company|university|institute|gmbh|inc|llc|ltd|association|"
    r"group|online|studio|agency|agentur|policy|terms|guide|review|sponsored|privacy|category|facebook|twitter|linkedin|"
    r"email|modified|time|creative|commons|bio|settings|minutes?|artikel|beiträge)\b|"
    r"^(?:name|january|february|march|april|may|june|july|august|september|october|november|december)$",
    re.I,
)
LABEL = re.compile(rf"^\W*(?:{_WROTE}{_BY}|{_LABEL}|about|über)\s*:?\s+", re.I)
