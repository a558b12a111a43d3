"""The reference of the interface out of its OpenAPI document: the same for the page of a node and for docs/reference/api.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from weftnode.api.problems import CODES

_METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter, or one field of an object."""

    name: str
    type: str
    needed: bool
    about: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    takes: tuple[Field, ...]
    body: str
    """Name of the object in the body; empty when there is none."""
    status: str
    gives: str
    """Name of the object in the answer."""


@dataclass(frozen=True, slots=True)
class Object:
    """One object that goes in or out."""

    name: str
    about: str
    fields: tuple[Field, ...]


def operations(document: Mapping[str, Any]) -> list[Operation]:
    """Every operation, in the order of the document."""
    found = []
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                found.append(_operation(path, method, methods[method]))
    return found


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    status, answer = next((code, one) for code, one in said["responses"].items() if int(code) < 400)
    takes = tuple(
        Field(one["name"], _type(one["schema"]), bool(one.get("required")), _about(one["schema"]), one["in"])
        for one in said.get("parameters", [])
    )
    body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        said["operationId"], method.upper(), path, said["summary"], said.get("description", ""), said.get("x-scope", ""), takes,
        _type(body) if body else "", str(status), _type(answer["content"]["application/json"]["schema"]),
    )  # fmt: skip


def objects(document: Mapping[str, Any]) -> list[Object]:
    """Every object, by name."""
    return [
        Object(
            name,
            one.get("description", ""),
            tuple(
                Field(field, _type(about), field in one.get("required", ()), _about(about))
                for field, about in one["properties"].items()
            ),
        )
        for name, one in sorted(document["components"]["schemas"].items())
    ]


def _about(schema: Mapping[str, Any]) -> str:
    most = schema.get("maxLength") or next(
        (one["maxLength"] for one in schema.get("anyOf", ()) if "maxLength" in one), None
    )
    said = schema.get("description", "")
    return f"{said} At most {most:,} characters.".strip() if most else said


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " ".join(f"“{one}”" for one in schema["enum"])
    kind = str(schema.get("type", "anything"))
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    return {"date": "day", "date-time": "moment"}.get(schema.get("format", ""), kind)


def markdown(document: Mapping[str, Any]) -> Iterator[str]:
    """docs/reference/api.md, line by line."""
    yield document["info"]["description"] + "\n"
    yield "## Operations\n"
    for one in operations(document):
        yield f"### {one.summary}\n"
        yield f"`{one.method} {one.path}`{f' · scope `{one.scope}`' if one.scope else ''}\n"
        yield f"{one.about}\n"
        if one.takes:
            yield "| parameter | in | type | meaning |\n| --- | --- | --- | --- |"
            for field in one.takes:
                yield f"| `{field.name}`{' (needed)' if field.needed else ''} | {field.where} | {field.type} | {field.about} |"
            yield ""
        takes = f"Takes {_link(one.body)}; answers" if one.body else "Answers"
        yield f"{takes} {one.status} with {_link(one.gives)}.\n"
    yield "## Objects\n"
    for each in objects(document):
        yield f"### {each.name}\n\n{each.about}\n"
        yield "| field | type | meaning |\n| --- | --- | --- |"
        for field in each.fields:
            yield f"| `{field.name}`{' (needed)' if field.needed else ''} | {field.type} | {field.about} |"
        yield ""
    yield "## Problems\n"
    yield "Each is an object `Problem` as `application/problem+json` (RFC 9457).\n"
    yield "| code | meaning |\n| --- | --- |"
    for code, about in CODES.items():
        yield f"| `{code}` | {about} |"
    yield ""


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"
