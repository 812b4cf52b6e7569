"""Places of JSON, XML, YAML and RTF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures import rich_text, structured
from tests.contracts.entry import Entry, Plant, broken

from deident.formats.rtf.handler import RtfHandler
from deident.formats.structured.json_values import JsonHandler
from deident.formats.structured.xml_values import XmlHandler
from deident.formats.structured.yaml_values import YamlHandler
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from deident.formats import FormatHandler, Limits


def _plant(build: Callable[[str], bytes], media_type: str) -> Plant:
    return lambda value: Source(name="a", data=build(value), media_type=media_type)


def _entry(
    name: str,
    handler: Callable[[Limits], FormatHandler],
    places: Mapping[str, Callable[[str], bytes]],
    hostile: Mapping[str, bytes],
    media_type: str,
) -> Entry:
    return Entry(
        name=name,
        handler=handler,
        places={place: _plant(build, media_type) for place, build in places.items()},
        hostile={kind: broken(data, media_type) for kind, data in hostile.items()},
    )


ENTRIES = (
    _entry(
        "json", JsonHandler, structured.JSON_PLACES, structured.JSON_HOSTILE, "application/json"
    ),
    _entry("xml", XmlHandler, structured.XML_PLACES, structured.XML_HOSTILE, "application/xml"),
    _entry(
        "yaml", YamlHandler, structured.YAML_PLACES, structured.YAML_HOSTILE, "application/yaml"
    ),
    _entry("rtf", RtfHandler, rich_text.PLACES, rich_text.HOSTILE, "application/rtf"),
)
