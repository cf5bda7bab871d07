"""The page that lists the checks is true."""

import re
from pathlib import Path

from portevoix.work.candidacies.checks import reading
from portevoix.work.candidacies.checks.results import FILE_CHECKS, WISH_CHECKS, Level

PAGE = Path(__file__).parents[2] / "docs" / "candidacies.md"


def test_the_page_lists_every_check_with_what_it_does():
    assert reading.FILE_CHECKS is FILE_CHECKS
    listed = dict(re.findall(r"^\| `(\w+)` \| (?:file|wish) \| ([\w ]+) \|", PAGE.read_text(encoding="utf-8"), re.M))
    words = {Level.BLOCKS: {"blocks"}, Level.WARNS: {"warns", "to be read"}}
    assert list(listed) == [check.code for check in (*FILE_CHECKS, *WISH_CHECKS)]
    assert all(listed[check.code] in words[check.level] for check in (*FILE_CHECKS, *WISH_CHECKS))
