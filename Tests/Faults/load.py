"""People who write through real pages, all at once, and remember what they were told about each request."""

import contextlib
import random
import re
import threading
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field

from browser import Browser, Died, NeverSent
from machine import wait_for

STORED, NOT_STORED, UNKNOWN = "stored", "not stored", "unknown"
SAID_NOTHING_KEPT = ("Nothing was saved", "Nothing was changed", "No server is available")


@dataclass
class Write:
    """One thing that somebody wanted kept. Its text is found nowhere else."""

    kind: str
    # The exchange in which to look for it; `None` for a notice, which is an exchange of its own.
    exchange: str | None
    text: str
    key: str
    outcome: str = UNKNOWN
    at: float = 0
    # What the last answer was, for whoever reads a failure, and how many gave no answer.
    said: str = ""
    doubts: int = 0

    @staticmethod
    def new(kind, exchange):
        letters = uuid.uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))
        return Write(kind, exchange, letters, str(uuid.uuid4()))


def heard(page):
    """What a page says became of the form."""
    if page.status == 303 and not page.wants_sign_in:
        return STORED
    if page.wants_sign_in or 400 <= page.status < 500 or any(words in page.text for words in SAID_NOTHING_KEPT):
        return NOT_STORED
    return UNKNOWN


class Person(threading.Thread):
    """Writes one thing after another. Every second time that nobody can say what became of it, sends it again."""

    def __init__(self, load, address, name):
        super().__init__(name=name, daemon=True)
        self.load, self.browser = load, Browser(address, name)
        self.writes, self.problem, self.turned_away, self.doubts = [], None, 0, 0

    def run(self):
        try:
            while not self.load.is_over:
                self.write_one()
        except Exception as problem:
            self.problem = problem

    def send(self, write, attempt):
        """Sends it, and again where nobody could say what became of it.

        Returns whether it left at all.
        """
        while True:
            try:
                self.hear(write, attempt())
            except NeverSent:
                if not write.doubts:
                    return False
            except Died as death:
                write.said = str(death)
            if write.outcome != UNKNOWN:
                write.at = time.monotonic()
                return True
            write.doubts += 1
            self.doubts += write.doubts == 1
            if self.load.is_over or (write.doubts == 1 and self.doubts % 2):
                return True
            time.sleep(0.02)

    def hear(self, write, page):
        write.said = f"{page.status} {page.location} {title(page)}"
        if page.wants_sign_in:
            self.sign_in_again()
        # "Nothing was saved" speaks of the form that was just sent, not of an earlier one that nobody answered.
        write.outcome = UNKNOWN if write.doubts and heard(page) == NOT_STORED else heard(page)

    def sign_in_again(self):
        self.turned_away += 1
        with contextlib.suppress(NeverSent, Died):
            self.browser.sign_in()

    def remember(self, write, attempt):
        if self.send(write, attempt):
            self.writes.append(write)
            if write.outcome != STORED:
                time.sleep(0.02)
        else:
            time.sleep(0.02)


def title(page):
    found = re.search(r"<title>([^<]*)", page.text)
    return found[1] if found else page.text[:60]


class Writer(Person):
    """Writes in threads, and notes that the student could not be reached."""

    def __init__(self, load, address, name, exchanges, attempts=False):
        super().__init__(load, address, name)
        self.exchanges, self.attempts = exchanges, attempts

    def write_one(self):
        exchange = random.choice(self.exchanges)
        if self.attempts and len(self.writes) % 5 == 0:
            write = Write.new("attempt", exchange)
            fields = {"attempt-way": "telephone", "attempt-outcome": "noAnswer", "attempt-words": write.text}
            path = f"/exchanges/{exchange}/contact-attempts"
        else:
            write = Write.new("message", exchange)
            fields, path = {"message-message": write.text}, f"/exchanges/{exchange}/messages"
        self.remember(write, lambda: self.browser.act(path, key=write.key, **fields))


class Teller(Person):
    """Fills the six pages of a notice, again and again; what counts is the last one, which sends."""

    def __init__(self, load, address, name, provider):
        super().__init__(load, address, name)
        self.provider = provider

    def write_one(self):
        write = Write.new("notice", None)
        try:
            base, fields = self.fill(write)
        except (NeverSent, Died, Interrupted):
            time.sleep(0.02)
            return
        # At a weekend the team is shut until the time has passed, and the page asks about the call.
        self.remember(write, lambda: self.browser.post(f"{base}/check", call="notYet", **fields))

    def fill(self, write):
        begun = self.browser.act("/notices")
        path = self.reached(begun)
        base = path.rsplit("/", 1)[0]
        who = {"givenName": "Fault", "familyName": f"Case {write.text[:8]}", "birthDate-day": "3",
               "birthDate-month": "5", "birthDate-year": "2005"}
        if not self.step(path, **who).endswith("/student"):
            self.step(path, **who, person="new")
        self.step(f"{base}/student", answer="yes", provider=self.provider)
        self.step(f"{base}/consent", answer="given", categories=["contactHappened", "riskSummary"])
        happened = {"text-contactHappened": write.text, "text-riskSummary": "Feels safer now."}
        self.step(f"{base}/happened", kind="presentation", when="now", requests=["checkInWithin48Hours"],
                  urgency="within7Days", **happened)
        return base, self.opened(f"{base}/check").hidden()

    def step(self, path, **fields):
        return self.reached(self.browser.post(path, **self.opened(path).hidden(), **fields), allow_shown_again=True)

    def opened(self, path):
        page = self.browser.get(path)
        if page.status != 200:
            raise Interrupted(f"{path}: {page.status} {title(page)}")
        return page

    @staticmethod
    def reached(page, allow_shown_again=False):
        if page.status == 303 and not page.wants_sign_in:
            return page.location
        if allow_shown_again and page.status == 200:
            return ""
        raise Interrupted(f"{page.status} {title(page)}")


class Interrupted(Exception):
    """A page on the way could not be had; the notice is begun anew."""


@dataclass
class Cast:
    """Who may write where, found once through the lists that each of them sees."""

    # Exchange to the names of who sent it and who received it.
    sides: dict = field(default_factory=dict)
    provider: str = ""

    SENDERS = ("Jamal Hussain", "Tom Okafor", "Bronwen Price")
    RECIPIENTS = ("Priya Shah", "Grace Adeyemi")

    @staticmethod
    def of(address):
        cast = Cast()
        sent = {name: listed(Browser(address, name).sign_in(), "/sent") for name in Cast.SENDERS}
        for name in Cast.RECIPIENTS:
            browser = Browser(address, name).sign_in()
            for exchange in listed(browser, "/inbox"):
                sender = next((sender for sender, all_sent in sent.items() if exchange in all_sent), None)
                if sender and "/contact-attempts\"" in browser.get(f"/exchanges/{exchange}").text:
                    cast.sides[exchange] = (sender, name)
        found = Browser(address, "Tom Okafor").sign_in().get("/directory/providers.json?q=university%20of%20leeds").text
        cast.provider = re.search(r'"id"\s*:\s*"([0-9a-f-]{36})"', found)[1]
        return cast

    def exchanges(self, name):
        return sorted(exchange for exchange, sides in self.sides.items() if name in sides)


def listed(browser, path):
    """The exchanges on a list, through all of its pages."""
    found = set()
    while path:
        page = browser.get(path)
        assert page.status == 200, f"{browser.name} cannot read {path}: {page.status}"
        found |= set(re.findall(r"/exchanges/([0-9a-f-]{36})", page.text))
        further = re.search(r'href="([^"]*[?&;]after=[^"]*)"', page.text)
        path = urllib.parse.urljoin(path, further[1].replace("&amp;", "&")) if further else None
    return found


class Load:
    """Several people at work, from `with` to its end."""

    def __init__(self, address, cast, notices=True):
        self.is_over, self.cast = False, cast
        self.people = [
            Writer(self, address, "Jamal Hussain", cast.exchanges("Jamal Hussain")),
            Writer(self, address, "Priya Shah", cast.exchanges("Priya Shah"), attempts=True),
            Writer(self, address, "Grace Adeyemi", cast.exchanges("Grace Adeyemi")),
        ]
        if notices:
            self.people.append(Teller(self, address, "Tom Okafor", cast.provider))

    def __enter__(self):
        for person in self.people:
            person.browser.sign_in()
        self.began = time.monotonic()
        for person in self.people:
            person.start()
        return self

    def __exit__(self, *failure):
        self.is_over, self.ended = True, time.monotonic()
        for person in self.people:
            person.join(120)
            person.browser.hang_up()
        if not any(failure):
            problems = [f"{person.name}: {person.problem!r}" for person in self.people if person.problem]
            assert not problems, "\n".join(problems)

    @property
    def writes(self):
        return [write for person in self.people for write in list(person.writes)]

    def confirmed(self):
        return sum(write.outcome == STORED for write in self.writes)

    def wait_for_confirmed(self, more=5):
        """Until so many more were stored than now."""
        target = self.confirmed() + more
        wait_for(f"{more} more writes are confirmed", lambda: self.confirmed() >= target)

    def wait_for_refused(self, more=5):
        """Until so many more were answered as not stored than now."""

        def refused():
            return sum(write.outcome == NOT_STORED for write in self.writes)

        target = refused() + more
        wait_for(f"{more} more writes are refused", lambda: refused() >= target)

    def confirmed_since(self, moment):
        return sum(write.outcome == STORED and write.at > moment for write in self.writes)

    @property
    def gap(self):
        return longest_silence(self)

    def turned_away(self):
        with contextlib.suppress(StopIteration):
            return next(person.name for person in self.people if person.turned_away)


def longest_silence(work):
    """The longest time, in seconds, in which nothing was confirmed to anybody."""
    moments = sorted(write.at for write in work.writes if write.outcome == STORED)
    moments = [work.began, *(at for at in moments if at < work.ended), work.ended]
    return max(late - early for early, late in zip(moments, moments[1:]))
