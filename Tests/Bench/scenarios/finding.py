"""*Find a person*: the first page of a notice looks whether they are on record; that is audited, so it writes too."""

import urllib.parse

from visiting import named


class Finding:
    TITLE = "find a person"

    def __init__(self, meter, people, names, known, count):
        """:param known: family names of people on record, who must be found; every other look-up finds nobody."""
        self.meter, self.people, self.names, self.known = meter, people, names, known
        self.count = {1: max(40, count // 4), 32: count}
        self.drafts = []

    def prepare(self):
        """A draft for each connection: one that is saved by two pages at once is in its own way."""
        for clinician in self.people.clinicians:
            for _ in range(32 // len(self.people.clinicians)):
                self.drafts.append((clinician, clinician.act("/notices").location.rsplit("/", 1)[0]))

    def measure(self, connections):
        return self.meter.once([self.request(number, connections) for number in range(self.count[connections])],
                               connections)

    def request(self, number, connections):
        clinician, base = self.drafts[number % len(self.drafts)]
        is_known = number % 4 == 0
        family = self.known[number % len(self.known)] if is_known else next(self.names)
        # The page's own mark makes its saves follow each other, whatever the version was.
        fields = {"formToken": clinician.form_token, "seen": "1000000.bench", **named(family)}
        return {"method": "POST", "path": base + "/who", "cookie": clinician.cookie,
                "body": urllib.parse.urlencode(fields), "status": 200 if is_known else 303,
                "contains": 'name="offered"' if is_known else base + "/student"}
