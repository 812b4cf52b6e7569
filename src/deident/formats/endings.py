"""The ending of a name follows what became of the document: `a.doc` came back as `a.doc.docx`."""

from __future__ import annotations

from pathlib import PurePosixPath


def follow(name: str, before: str, after: str) -> str:
    r"""Give `name` the change of ending that turned `before` into `after`.

    >>> follow("x/**.doc", "张三.doc", "张三.doc.docx"), follow("**.docm", "b.docm", "b.docx")
    ('x/**.doc.docx', '**.docx')
    """
    if before == after:
        return name
    if after.startswith(before):
        return name + after[len(before) :]
    old, new = PurePosixPath(before).suffix, PurePosixPath(after).suffix
    return name.removesuffix(old) + new
