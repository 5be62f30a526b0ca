"""Reads everything back through the pages, as who sent it and as who received it, and counts."""

from dataclasses import dataclass

from browser import Browser
from load import NOT_STORED, STORED, UNKNOWN, listed


@dataclass
class Tally:
    """What became of every request of one scenario."""

    scenario: str
    stored: int = 0
    not_stored: int = 0
    unknown: int = 0
    lost: int = 0
    doubled: int = 0
    denied: int = 0
    gap: float = 0
    faults: tuple = ()

    def require_nothing_lost(self):
        assert self.stored, f"{self.scenario}: nothing was stored at all"
        wrong = f"{self.lost} lost, {self.doubled} doubled, {self.denied} kept though the page said not"
        assert not (self.lost or self.doubled or self.denied), f"{self.scenario}: {wrong}\n" + "\n".join(self.faults)


def tally(scenario, writes, sights, gap):
    """Judges each write by how often its text is found in each of the `sights`: lists of pages, by exchange."""
    found = Tally(scenario, gap=gap)
    found.stored = sum(write.outcome == STORED for write in writes)
    found.not_stored = sum(write.outcome == NOT_STORED for write in writes)
    found.unknown = sum(write.outcome == UNKNOWN for write in writes)
    faults = []
    for write in writes:
        times = [sight.times(write) for sight in sights]
        lost = write.outcome == STORED and min(times) == 0
        doubled = max(times) > 1
        denied = write.outcome == NOT_STORED and max(times) > 0
        split = min(times) != max(times) and not lost
        found.lost += lost or split
        found.doubled += doubled
        found.denied += denied
        if lost or doubled or denied or split:
            faults.append(f"{write} was found {times} times")
    found.faults = tuple(faults)
    return found


class Sight:
    """All that one side can read: the pages of the exchanges of the cast, and of every notice sent by Tom Okafor."""

    def __init__(self, address, cast, side, notices):
        self.browsers, self.address = {}, address
        self.texts = {exchange: self.read(names[side], exchange) for exchange, names in cast.sides.items()}
        reader, path = [("Tom Okafor", "/sent"), ("Priya Shah", "/inbox")][side]
        known = set(cast.sides)
        listed_notices = listed(self.browser(reader), path) - known if notices else set()
        self.notices = "\n".join(self.read(reader, exchange) for exchange in listed_notices)

    def browser(self, name):
        if name not in self.browsers:
            self.browsers[name] = Browser(self.address, name).sign_in()
        return self.browsers[name]

    def read(self, name, exchange):
        page = self.browser(name).get(f"/exchanges/{exchange}")
        assert page.status == 200, f"{name} cannot read the exchange {exchange}: {page.status}"
        return page.text

    def times(self, write):
        return (self.notices if write.exchange is None else self.texts[write.exchange]).count(write.text)


def count(scenario, load, address):
    """The tally of a load that has ended, read through the process at `address`."""
    notices = any(write.kind == "notice" for write in load.writes)
    sights = [Sight(address, load.cast, side, notices) for side in (0, 1)]
    return tally(scenario, load.writes, sights, load.gap)

