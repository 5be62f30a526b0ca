"""What an operator reads in the log, and looks up in docs/guides/what-to-do-when.md."""

import re

from machine import ROOT

GUIDE = ROOT / "docs/guides/what-to-do-when.md"


def require_cause(process, words):
    """The log gives the cause in words that stand in the guide's table."""
    causes = set(re.findall(r'"error":"(.*?)","', process.said()))
    assert any(words in cause for cause in causes), causes
    assert f"`{words}`" in GUIDE.read_text()
