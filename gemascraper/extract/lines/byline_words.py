"""The words around a byline in the languages of newsrooms abroad, as patterns: labels, ranks, and where names end."""

from __future__ import annotations

import re

_BY = "(?:by|von|vom|par|por|di|da|door|av|af|przez|od)"
"""The word right before a name, in English, German, French, Spanish, Portuguese, Italian, Dutch, Nordic languages,
Polish and Czech."""
_BEFORE_BY = (
    "this|is|was|has|been|an?|the|eine?|une?|am|on|le|el|il|op|written|words|text|texte|testo|texto|tekst|story|"
    "article|post|posted|published|publié|écrit|escrito|scritto|pubblicato|publicado|geschrieben|veröffentlicht|"
    "verfasst|erstellt|eingetragen|geschreven|gepubliceerd|skriven|propos recueillis|interview|interviewed|kolumne|"
    "column|beitrag|artikel|kommentar|analyse|guest|gastbeitrag|report|reported|reporting|researched|review|"
    "reviewed|contributed|created|submitted|started|author"
)
"""What may stand before that word: ``This article was written by``."""
_WRITER = (
    "(?:(?:article |guest )?authors?|autor(?:in(?:nen)?|en|es|as?)?|auteure?s?|autore|autori|forfatter|författare|"
    "writer|reporter|thread starter|yazar|автор)"
)
"""A label before a colon or a capital: ``Author: Ana Ruiz``, ``Autorin Ana Ruiz``."""
_WORK = "(?:words|text|texte|testo|texto|tekst|story|interview|redaktion|redacción)"
"""A label before a colon only: ``Words: Ana Ruiz``."""
_ABOUT = "about the authors?|über den autor"
"""What heads the box of an author."""
_NOT_WRITING = (
    "photo|foto|bild|illustrat|image|video|review|edit|fact.?check|produc|sponsor|power|present|recommend|translat|"
    "design|host|like|updat"
)
"""How other work begins, whose "by" does not name the writer: ``Edited by``."""
_MONTH_OR_DAY = (
    r"(?:jan(?:uar[yi]?|vier|eiro)?|feb(?:ruar[yi]?)?|mar(?:ch|s|zo|ço)?|märz|apr(?:il)?|avril|ma[yi]|june?|juni|july?|"
    r"juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|montag|dienstag|mittwoch|"
    r"donnerstag|freitag|samstag|sonntag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b\.?"
)
_AFTER_NAMES = (
    "at|am|um|le|il|op|den|under|for|für|unter|aus|bei|is|was|says|said|from|to|of|zu|zum|veröffentlicht|publié|"
    r"aktualisiert|view|read|full|comments?|foto\w*|bilder|image\w*|share|follow|subscribe|gespeichert|contributed"
)
"""Words that follow the names of a byline."""
_RIGHT_AFTER_NAMES = r"updated|published|posted|in|on|photo\w*|illustration\w*|reviewed|edited|fact|last|link"
"""Words that follow them, also where no space is printed between: ``Ana RuizUpdated 4 May``."""
_RANKS = (
    "Staff|Senior|Junior|Chief|Contributing|Guest|Lead|Associate|Assistant|Deputy|Managing|Freelance|Special|"
    "National|Political|Politics|Trial|Licensed|Executive|Founding|Foreign|Business|Sports?|Technology|Science|Health|"
    "Culture"
)
_JOBS = (
    "Writers?|Editors?|Reporters?|Correspondents?|Analysts?|Contributors?|Columnists?|Journalists?|"
    "(?:Co-)?Founder|CEO|CTO|Directors?|Managers?|Producers?|Attorneys?|Professors?|Authors?|Bloggers?|Photographers?|"
    "Researchers?|Critics?|Representatives?|Specialists?|Developers?|Educators?|Consultants?|President|Coordinators?|"
    "(?:Chef)?[Rr]edakteur(?:in)?|Korrespondent(?:in)?|Journalist(?:in)?|Autor(?:in)?"
)
_AND = "and|und|et|y|e|en|og|och|with|mit|avec"
"""What joins two names."""
_NAME_PARTICLES = "de|van|von|der|den|la|le|di|da|del|dos|du|zu|al|bin|ter|y|el"
"""Parts of a name in lower case: ``Ludwig van Beethoven``."""
_NOT_FIRST = (
    r"the|an?(?!\.)|this|in|no|der|die|das|il|la|les?|los|our|your|mit|alle|weitere|neueste|about|best|how|what|why|"
    "new|top|read|more|sign|log|last|full|select|click|copy|link|share|reading|written|quelle|stand|zuletzt"
)
"""Words that do not begin a name."""
_NOT_WITHIN = (
    "team|staff|redaktion|redaction|desk|news|blog|magazine|press|media|editorial|comments?|kommentare?|admin|user|"
    "posts|archiv|author|contact|home|menu|newsletter|subscribe|company|university|institute|gmbh|inc|llc|ltd|"
    "association|group|online|studio|agency|agentur|policy|terms|guide|review|sponsored|privacy|category|facebook|"
    "twitter|linkedin|email|modified|time|creative|commons|bio|settings|minutes?|artikel|beiträge"
)
"""Words that no person's name has in it."""
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"

_BEFORE = rf"(?:(?:{_BEFORE_BY})\b\s*)*"
_GAP = r"(?:\s+|(?-i:(?<=[a-zß-öø-ÿ])(?=[A-Z])))"
"""Between two words, also where the markup alone keeps them apart."""
_COLON = r"\s*[:：]\s*"
OPENING = re.compile(
    rf"^\W*(?:{_BEFORE}(?:{_BY}(?:\s*:\s*|\s+)|(?-i:[Bb]y|[Vv]on|Par)(?=[A-ZÀ-Þ]))|"
    rf"{_WRITER}(?:{_COLON}|\s+(?=(?-i:[A-ZÀ-Þ])))|{_WORK}{_COLON})(?P<who>\S.*)",
    re.I,
)
"""A label that opens a line, and what follows it."""
LATER = re.compile(rf"[\s|·•]{_BY}(?:\s*:\s*|\s+)(?P<who>\S.*)", re.I)
"""A label in the middle of a line, and what follows it."""
LABEL = re.compile(rf"^\W*(?:{_BEFORE}{_BY}|{_WRITER}|about|über)\s*:?\s+", re.I)
"""A label that opens a text of which the rest is names."""
LABEL_ALONE = re.compile(rf"^\W*(?:{_WRITER}|{_BEFORE}{_BY}|{_ABOUT})\s*[:：]?\s*$", re.I)
"""A label that is the whole line."""
OTHER_WORK = re.compile(rf"(?:{_NOT_WRITING})\w*\W*$", re.I)
END = re.compile(
    rf"\s*[|•·∙⋅◆→⇒★\[\](<>@]|\s+[-–—]\s*|\s*\d|{_GAP}{_MONTH_OR_DAY}\s*(?:\d|$)|"
    rf"{_GAP}(?:{_RIGHT_AFTER_NAMES})\b|\s+(?:{_AFTER_NAMES})\b|(?<!\b\w)(?<!\b[jd]r)[.!?](?:\s|$)",
    re.I,
)
"""Where the names of a byline end."""
BETWEEN_NAMES = re.compile(rf"\s*(?:[,;/&+、\x1f]|\b(?:{_AND})\b)\s*")
JOB = re.compile(rf"\s*(?:(?:{_RANKS})\s+)*(?:{_JOBS})\b.*")
"""A job behind a name, and all that follows it: ``Senior Staff Writer``."""
TITLE = re.compile(r"^(?:(?:dr|prof|mrs?|ms|sir|rev)\b\.?\s+)+", re.I)
DEGREE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,4}\.){2,}[A-Z]?|M\.?D|MSc?|MA|MBA|RDN?|LD|DVM|MPH|RN|JD|CFA|CPA|BSc|Ph\.?\s?D|Jr|Esq"
)
_WORD = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’.\-]*|d[’'][A-Z]\w+)"
FULL_NAME = re.compile(rf"{_WORD}(?:\s+(?:{_WORD}|{_NAME_PARTICLES})){{1,4}}")
ONE_WORD_NAME = re.compile(r"[^\W_][\w.'’-]{2,30}")
NOT_A_NAME = re.compile(rf"^(?:{_NOT_FIRST})\b|\b(?:{_NOT_WITHIN})\b|^(?:name|{_MONTHS})$", re.I)
