"""The data of Nuxt, ``__NUXT_DATA__``: one flat list whose objects and lists hold the places of their values in it."""

from __future__ import annotations

from typing import Any

_AROUND = ("Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "Island")
"""What Vue wraps around a value."""
_MOST_WRAPPERS = 4


def unpacked(flat: Any) -> Any:
    """What the list's first entry stands for; a value that many share is one object. None where it is no such list."""
    if not isinstance(flat, list) or not flat:
        return None
    made = [{} if isinstance(value, dict) else [] if isinstance(value, list) else value for value in flat]
    for value, whole in zip(flat, made, strict=True):
        if isinstance(value, dict):
            whole.update((key, _at(flat, made, place)) for key, place in value.items())
        elif isinstance(value, list):
            whole.extend(_at(flat, made, place) for place in value)
    return _at(flat, made, 0)


def _at(flat: list[Any], made: list[Any], place: Any) -> Any:
    """The value at a place, without what is wrapped around it; a place before the first stands for nothing."""
    for _ in range(_MOST_WRAPPERS):
        if not isinstance(place, int) or not 0 <= place < len(flat):
            return None
        value = flat[place]
        if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], str)):
            return made[place]
        if value[0] == "Date":
            return value[1]
        if value[0] not in _AROUND:
            return made[place]
        place = value[1]
    return None
