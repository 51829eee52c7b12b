"""What every verb pays before it begins."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize("library", ["scrapy", "twisted", "feedgen", "fastapi"])
def test_a_verb_that_needs_no_such_library_does_not_load_it(library):
    loaded = f"import sys, crawler.cli; sys.exit({library!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded]).returncode == 0
