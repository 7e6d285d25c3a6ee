"""How markup marks whoever wrote a story: by the names of an element, and by links to the pages of people."""

from __future__ import annotations

import re

_WORDS = "writer penulis pewarta reporter contributor journalist autor auteur redakteur"
"""Whole parts of the names of an element that holds an author, in singular or plural: ``post-writers``."""
_WITHIN = "author|byline"
"""The same, anywhere in the names: ``detailauthorname``."""
_WITHIN_INDONESIAN = "reporter|(?:fa|bi|ti|icon)-(?:user|person|pen|pencil)(?![a-z])"
"""Detik's ``nmreporter``; icons, which stand before the name here, and abroad before the login as well."""
_STAFF = "authors?|reporters?|penulis|wartawan|jurnalis|kontributor|editor|redaktur"
"""Parts of the paths of pages about writers and editors."""
_PEOPLE = (
    r"[\w-]*authors?|autor(?:en|es|i|in)?|auteurs?|writers?|contributors?|journalists?|columnists?|people|"
    "(?:meet-the-|our-)?team|staff|profiles?|bio|by|mitarbeiter|experts?|person|personen|members?|users?"
)
"""The same abroad, where they may be called after anybody; at Indonesian outlets the story is about those."""

_PARTS = rf"(?:^|[\s_-])(?:{'|'.join(_WORDS.split())})s?(?:$|[\s_-])"
_NAMES = re.compile(f"{_WITHIN}|{_WITHIN_INDONESIAN}|{_PARTS}", re.I)
_NAMES_ABROAD = re.compile(f"{_WITHIN}|{_PARTS}", re.I)
_PATH = re.compile(f"/(?:{_STAFF})/", re.I)
_PATH_ABROAD = re.compile(rf"/(?:{_STAFF}|{_PEOPLE})/|/@\w", re.I)


def names_author(names: str) -> bool:
    """Whether an element of these *names* holds an author, at an Indonesian outlet.

    >>> names_author("post-author vcard"), names_author("fa fa-user"), names_author("underwriters")
    (True, True, False)
    """
    return bool(_NAMES.search(names))


def names_author_abroad(names: str) -> bool:
    """Whether an element of these *names* holds an author, outside Indonesia; authors of comments are not meant.

    >>> names_author_abroad("article-byline"), names_author_abroad("comment-author"), names_author_abroad("fa fa-user")
    (True, False, False)
    """
    return bool(_NAMES_ABROAD.search(names)) and "comment" not in names


def is_author_path(path: str) -> bool:
    """Whether the path of a URL is that of the page of a writer or an editor, at an Indonesian outlet.

    >>> is_author_path("/penulis/rina-lestari"), is_author_path("/people/rina-lestari")
    (True, False)
    """
    return bool(_PATH.search(path))


def is_author_path_abroad(path: str) -> bool:
    """Whether the path of a URL is that of a person's page, outside Indonesia.

    >>> is_author_path_abroad("/our-team/ana-ruiz"), is_author_path_abroad("/news/2024")
    (True, False)
    """
    return bool(_PATH_ABROAD.search(path))
