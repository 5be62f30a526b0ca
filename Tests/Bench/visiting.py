"""Somebody at a browser: signs in with one click, and fills the pages of a notice."""

import json
import re
import time
import urllib.parse

from browser import Browser


class WrongAnswer(Exception):
    """The program answered what it should not have."""


class Visitor(Browser):
    """One signed-in person on one kept-alive connection, to whom nothing may be refused."""

    def __init__(self, port, name):
        super().__init__(("127.0.0.1", port), name)
        self.sign_in()

    def ask(self, method, path, body, headers=None):
        page = super().ask(method, path, body, headers)
        if page.status >= 400:
            raise WrongAnswer(f"{method} {path} answered {page.status}")
        return page


def provider(clinician, name):
    """The id of a university, as the search-as-you-type gives it."""
    found = json.loads(clinician.get("/directory/providers.json?q=" + urllib.parse.quote(name)).text)["found"]
    if not found or found[0]["name"] != name:
        raise WrongAnswer(f"the search for {name} found {found[:1]}")
    return found[0]["id"]


def named(family):
    """A person who is on no record, unless a notice about them was sent: all of them have the same birthday."""
    return {"givenName": "Bench", "familyName": family, "birthDate-day": "3", "birthDate-month": "5",
            "birthDate-year": "2005"}


class Notice:
    """A notice that waits to be sent; `check` is its last page."""

    def __init__(self, clinician, university, family):
        self.clinician, self.family = clinician, family
        self.base = clinician.act("/notices").location.rsplit("/", 1)[0]
        self.version = 0
        self.step("who", "student", **named(family))
        self.step("student", "consent", answer="yes", provider=university)
        self.step("consent", "happened", answer="given", categories=["contactHappened", "riskSummary"])
        texts = {"text-contactHappened": "Came to the emergency department alone, talked with us for an hour.",
                 "text-riskSummary": "Thoughts of ending their life in the last week, no plan. Feels safer now."}
        self.step("happened", "check", kind="presentation", when="now", requests=["checkInWithin48Hours"],
                  urgency="within7Days", **texts)
        self.check = self.base + "/check"
        self.fields = {"formToken": clinician.form_token, "seen": self.seen(), "call": "notYet"}

    def seen(self):
        """What the page had before it when it was filled in: the version of the draft, and the page's own mark."""
        self.version += 1
        return f"{self.version}.bench"

    def step(self, page, following, **fields):
        led = self.clinician.act(f"{self.base}/{page}", seen=self.seen(), **fields).location
        if led != f"{self.base}/{following}":
            raise WrongAnswer(f"step {page} led to {led}")


def receipt(clinician, notice):
    """The reference on the receipt of a notice that was sent."""
    found = re.search(r"Reference <b[^>]*>(FB-[^<]+)</b>", clinician.get(notice.base + "/receipt").text)
    if not found:
        raise WrongAnswer(f"{notice.base} was answered as sent, and has no receipt")
    return found[1]


def fresh_names():
    """Family names that nobody has had before."""
    number = int(time.time() * 1000)
    while True:
        number += 1
        yield f"Case {number}"
