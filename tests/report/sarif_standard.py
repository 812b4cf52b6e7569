"""What SARIF 2.1.0 calls its properties, and which it demands, by somebody else's reading of it.

`sarif-om` (Microsoft, MIT) is made by a program from the schema that OASIS publishes. The schema in
full is not among our files; what it says of values stands in sarif-subset.schema.json.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attr
import sarif_om  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHILDREN = {
    "runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor",
    "notifications": "ReportingDescriptor", "shortDescription": "MultiformatMessageString",
    "fullDescription": "MultiformatMessageString", "help": "MultiformatMessageString",
    "results": "Result", "message": "Message", "locations": "Location", "region": "Region",
    "physicalLocation": "PhysicalLocation", "artifactLocation": "ArtifactLocation",
    "location": "ArtifactLocation", "logicalLocations": "LogicalLocation",
    "suppressions": "Suppression", "artifacts": "Artifact", "invocations": "Invocation",
    "toolExecutionNotifications": "Notification", "descriptor": "ReportingDescriptorReference",
}  # fmt: skip
_FREE = frozenset({"properties", "partialFingerprints"})
# `state` in the committee's draft, from which these classes are made, is `status` in the standard.
_RENAMED = {"Suppression": {"status"}}


def faults(said: dict[str, Any], kind: str = "SarifLog") -> Iterator[str]:
    """Yield every property that SARIF does not know, and every one that it misses."""
    known = attr.fields(getattr(sarif_om, kind))
    names = {one.metadata.get("schema_property_name", one.name): one for one in known}
    for name in said.keys() - names.keys() - _RENAMED.get(kind, set()):
        yield f"{kind}: unknown {name}"
    for name, one in names.items():
        if one.default is attr.NOTHING and name not in said:
            yield f"{kind}: {name} is missing"
    for name, value in said.items():
        if name in _FREE:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, dict):
                yield from faults(child, _CHILDREN[name])
