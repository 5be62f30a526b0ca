"""*Send*: the last page of a notice, from pressing the button to being told where the receipt is."""

import concurrent.futures
import urllib.parse

import floors
from visiting import Notice, WrongAnswer, receipt


class Sending:
    """Prepares notices through the pages, sends them, and looks whether each is there afterwards."""

    TITLE = "send"

    def __init__(self, meter, people, university, names, count):
        self.meter, self.people, self.university, self.names = meter, people, university, names
        self.count = {1: max(20, count // 8), 32: count}
        self.sent = []

    def floor(self):
        """What one notice writes is read from the database, so the floor has the same rows whatever the schema."""
        clinician = self.people.clinicians[0]
        notice = Notice(clinician, self.university, next(self.names))
        clinician.post(notice.check, **notice.fields)
        rows = floors.rows_of_one(self.meter.engine, self.exchange(notice))
        self.rows, self.bytes = floors.volume(rows)
        return floors.floor(self.meter.engine, rows)

    def exchange(self, notice):
        key = f"draft-{notice.base.rsplit('/', 1)[1]}"
        found = self.meter.engine.rows(f"SELECT id FROM exchange WHERE idempotency_key = '{key}'")
        if len(found) != 1:
            raise WrongAnswer(f"{notice.base} was answered as sent; the database has {len(found)} of it")
        return found[0]["id"]

    def prepare(self, count):
        """Notices that wait at their last page, filled by several clinicians at once."""
        clinicians = self.people.clinicians
        with concurrent.futures.ThreadPoolExecutor(len(clinicians)) as pool:
            names = [next(self.names) for _ in range(count)]
            shares = [names[place::len(clinicians)] for place in range(len(clinicians))]
            made = pool.map(lambda clinician, share: [Notice(clinician, self.university, name) for name in share],
                            clinicians, shares)
            return [notice for share in made for notice in share]

    def measure(self, connections):
        notices = self.prepare(self.count[connections])
        requests = [{"method": "POST", "path": notice.check, "cookie": notice.clinician.cookie, "status": 303,
                     "body": urllib.parse.urlencode(notice.fields), "contains": notice.base + "/receipt"}
                    for notice in notices]
        figure = self.meter.once(requests, connections)
        self.sent += notices
        return figure

    def check(self):
        """Each notice has a receipt, and the university finds it by the reference on it, once in the database."""
        practitioner = self.people.practitioner
        for notice in self.sent:
            said = receipt(notice.clinician, notice)
            led = practitioner.get("/exchanges?reference=" + said).location
            if not led.startswith("/exchanges/"):
                raise WrongAnswer(f"{said} was sent, and the university does not find it")
        keys = ", ".join(f"'draft-{notice.base.rsplit('/', 1)[1]}'" for notice in self.sent)
        there = self.meter.engine.rows(f"SELECT COUNT(*) AS count FROM exchange WHERE idempotency_key IN ({keys})")
        if int(there[0]["count"]) != len(self.sent):
            raise WrongAnswer(f"{len(self.sent)} notices were sent, and {there[0]['count']} are in the database")
        return len(self.sent)
