"""Pages that are read: the inbox, an exchange, the ledger, the search as one types; and the page that asks nothing."""

import re
import urllib.parse

from visiting import WrongAnswer

TYPED = ["u", "uc", "ucl", "leeds be", "falmouth", "lse", "imperial", "the one in falmouth", "york", "manchester met"]


def pages(people):
    """The pages of each scenario: (path, cookie, what the page contains)."""
    practitioner, manager, clinician = people.practitioner, people.manager, people.clinicians[0]
    inbox = practitioner.get("/inbox").text
    found = re.findall(r'<a href="(/exchanges/[0-9a-f-]{36})">', inbox)
    if len(found) < 25:
        raise WrongAnswer(f"the inbox of a university shows {len(found)} exchanges, and should show a full page")
    # Reading an exchange for the first time writes that it was opened; afterwards it only reads.
    for path in found:
        practitioner.get(path)
    search = "/directory/providers.json?q="
    return {
        "health": [("/health", clinician.cookie, "ok")],
        "inbox": [("/inbox", one.cookie, 'class="fb-inbox__item') for one in people.practitioners],
        "an exchange": [(path, practitioner.cookie, "fb-timeline") for path in found],
        "ledger": [("/ledger", manager.cookie, "nhsuk-table__row")],
        "search a university": [(search + urllib.parse.quote(words), clinician.cookie, '"name"') for words in TYPED],
    }
