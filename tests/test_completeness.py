"""Where script/test runs, nothing is left out because something is missing.

A test that needs LibreOffice skips itself where there is none, so that it can be run anywhere. A
run that decides must not be green for that reason.
"""

from __future__ import annotations

import os
import shutil

import pytest

from deident.formats import soffice
from deident.formats.archive import unpack
from deident.ocr import rapidocr, registry

BOOTSTRAPPED = os.environ.get("DEIDENT_BOOTSTRAPPED", "")


@pytest.mark.skipif(not BOOTSTRAPPED, reason="set by script/test only")
def test_everything_that_bootstrap_installs_is_there() -> None:
    """The engines, LibreOffice and the unpacker; for the slow tests a browser and a JDK too."""
    missing = [name for name, install in registry.available() if install]
    missing += [] if rapidocr.installed() else ["rapidocr"]
    missing += [] if soffice.is_installed() else ["LibreOffice"]
    missing += [] if unpack.is_installed() else ["bsdtar"]
    programs = ("chromium", "pdftotext", "javac") if BOOTSTRAPPED == "slow" else ()
    missing += [program for program in programs if shutil.which(program) is None]
    assert missing == []
