"""Chats as Telegram Desktop exports them (``result.json``): one report a chat, its messages as lines with their time and writer.

https://core.telegram.org/import-export: a chat is ``{"name", "type", "id", "messages": […]}``, a whole account ``{"chats": {"list": […]}}``.
"""

from collections.abc import Mapping
from typing import Any, Final

FIELDS: Final = {"chat": "extra", "day": "reported_on", "text": "narrative"}


def chats(top: Any) -> list[dict[str, Any]] | None:
    """One record a chat, or None where the document is no such export."""
    if not isinstance(top, Mapping):
        return None
    lists = top.get("chats")
    found = lists.get("list") if isinstance(lists, Mapping) else [top]
    if not isinstance(found, list) or not found or not all(map(_is_chat, found)):
        return None
    return [_record(chat) for chat in found]


def _is_chat(value: Any) -> bool:
    messages = value.get("messages") if isinstance(value, Mapping) else None
    return (
        isinstance(messages, list)
        and "type" in value
        and all(isinstance(one, Mapping) and "date" in one and ("text" in one or "action" in one) for one in messages)
    )


def _record(chat: Mapping[str, Any]) -> dict[str, Any]:
    said = [one for one in chat["messages"] if one.get("type") != "service" and one.get("text")]
    lines = [f"{str(one['date']).replace('T', ' ')} {one.get('from') or '?'}: {_text(one['text'])}" for one in said]
    days = [str(one["date"])[:10] for one in chat["messages"]]
    return {"chat": str(chat.get("name") or ""), "day": max(days, default=""), "text": "\n".join(lines)}


def _text(parts: Any) -> str:
    """A message's text; a mention says which app it names somebody on, as the chat itself does."""
    if not isinstance(parts, list):
        return str(parts)
    words = []
    for part in parts:
        text = str(part.get("text", "")) if isinstance(part, Mapping) else str(part)
        mentioned = isinstance(part, Mapping) and part.get("type") == "mention"
        words.append(f"Telegram {text}" if mentioned else text)
        if isinstance(part, Mapping) and part.get("href"):
            words.append(f" ({part['href']})")
    return "".join(words)
