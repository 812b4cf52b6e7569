"""`deident doctor`: every part, what is lost without it, and the command that installs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident.cli.commands import doctor_parts
from deident.errors import ExitCode
from deident.formats import soffice
from deident.formats.archive import unpack
from deident.ocr import registry

if TYPE_CHECKING:
    from tests.cli.conftest import Here


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_part_is_named(here: Here, lang: str) -> None:
    """Libraries, engines with their models, programs, fonts, the key and the temporary folder."""
    code, said, _ = here("doctor", "--lang", lang)
    assert code == ExitCode.CLEAN
    for part in ("pikepdf", "pypdfium2", "olefile", "rapidocr", "tesseract", "LibreOffice",
                 "bsdtar", "git", "字体" if lang == "zh" else "fonts"):  # fmt: skip
        assert part in said, part


def test_what_is_missing_is_told_with_its_price_and_its_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Somebody who reads one line knows what he cannot do and what to type."""
    monkeypatch.setattr(soffice, "is_installed", lambda: False)
    monkeypatch.setattr(unpack, "is_installed", lambda: False)
    monkeypatch.setattr(doctor_parts, "_font_names", list)
    monkeypatch.setattr(
        registry, "available", lambda: (registry.Availability("tesseract", "apt-get install x"),)
    )
    for zh in (True, False):
        missing = {one.what: one for one in doctor_parts.parts(zh=zh) if not one.found}
        assert len(missing) == 4
        assert all(one.lost and one.mend for one in missing.values())
        assert "doc" in missing["LibreOffice"].lost
        assert "RAR" in missing["bsdtar"].lost


def test_a_library_that_is_not_installed_is_no_failure_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The list goes on."""
    monkeypatch.setitem(doctor_parts._LIBRARIES, "no-such-library", ("无", "none", "pip install x"))
    (found,) = [one for one in doctor_parts.parts(zh=True) if one.what == "no-such-library"]
    assert (found.found, found.lost, found.mend) == ("", "无", "pip install x")
