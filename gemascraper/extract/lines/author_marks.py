"""How markup marks whoever wrote a story: by the names of an element, and by links to the pages of people."""

from __future__ import annotations

import re


def _whole(words: str) -> str:
    """A pattern for any of the words, in singular or plural, as a whole part of a name: ``post-writers``."""
    return rf"(?:^|[\s_-])(?:{'|'.join(words.split())})s?(?:$|[\s_-])"


_ICON = "(?:fa|bi|ti|icon)-(?:user|person|pen|pencil)(?![a-z])"
"""An icon that stands before a name."""
_NAMES = re.compile(f"author|reporter|{_whole('byline writer penulis pewarta')}|{_ICON}", re.I)
_NAMES_ABROAD = re.compile(
    f"author|byline|{_whole('writer reporter contributor journalist autor auteur redakteur')}", re.I
)
"""Without icons, which stand before dates and counts there, and without "reporter" within longer names of outlets."""
_PATH = re.compile("/(?:authors?|penulis|reporter|wartawan|jurnalis|kontributor|editor|redaktur)/", re.I)
"""Of staff alone: at Indonesian outlets the pages of other people are those of whom the story is about."""
_PATH_ABROAD = re.compile(
    r"/(?:[\w-]*authors?|autor(?:en|es|i|in)?|auteurs?|writers?|contributors?|journalists?|reporters?|columnists?|people|"
    r"(?:meet-the-|our-)?team|staff|profiles?|bio|by|mitarbeiter|experts?|person|personen|members?|users?)/|/@\w",
    re.I,
)


def names_author(names: str) -> bool:
    """Whether an element of these *names* holds an author, at an Indonesian outlet.

    >>> names_author("post-author vcard"), names_author("fa fa-user"), names_author("underwriters")
    (True, True, False)
    """
    return bool(_NAMES.search(names))


def names_author_abroad(names: str) -> bool:
    """Whether an element of these *names* holds an author, outside Indonesia; authors of comments are not meant.

    >>> names_author_abroad("article-byline"), names_author_abroad("comment-author")
    (True, False)
    """
    return bool(_NAMES_ABROAD.search(names)) and "comment" not in names


def is_author_url(url: str) -> bool:
    """Whether a URL is that of the page of a writer or an editor, at an Indonesian outlet."""
    return bool(_PATH.search(url))


def is_person_path(path: str) -> bool:
    """Whether the path of a URL is that of a person's page, outside Indonesia.

    >>> is_person_path("/our-team/ana-ruiz"), is_person_path("/news/2024")
    (True, False)
    """
    return bool(_PATH_ABROAD.search(path))
