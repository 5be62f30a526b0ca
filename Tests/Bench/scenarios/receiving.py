"""*Message in*: a record system hands in a message, which is checked, kept and waits for a person."""

import itertools
import json
import re
import time
import uuid

from record_system import MESSAGE_EVENT, RecordSystem
from visiting import WrongAnswer


class Receiving:
    TITLE = "message in"

    def __init__(self, meter, people, names, count):
        self.meter, self.names, self.count = meter, names, {1: max(40, count // 4), 32: count * 10}
        self.system, self.numbers, self.handed_in = connected(meter.program, people), nhs_numbers(), 0
        self.there = self.waiting()

    def waiting(self):
        return int(self.meter.engine.rows("SELECT COUNT(*) AS count FROM incoming_message")[0]["count"])

    def measure(self, connections):
        bearer = f"Bearer {self.system.token()}"
        requests = [self.request(bearer) for _ in range(self.count[connections])]
        self.handed_in += len(requests)
        return self.meter.once(requests, connections)

    def request(self, bearer):
        headers = {"Authorization": bearer, "Content-Type": "application/fhir+json", "X-Request-Id": str(uuid.uuid4())}
        return {"method": "POST", "path": "/fhir/R4/$process-message", "headers": headers, "status": 200,
                "contains": '"MessageHeader"', "body": json.dumps(message(next(self.names), next(self.numbers)))}

    def check(self):
        """Each message that was answered is kept once."""
        if self.waiting() - self.there != self.handed_in:
            raise WrongAnswer(f"{self.handed_in} messages were taken, and {self.waiting() - self.there} are kept")


def connected(program, people):
    """A record system that the hospital's manager registers, as on the page."""
    manager = people.keeper
    page = manager.get("/record-systems").text
    team = re.search(r'<option value="([0-9a-f-]{36})"[^>]*>[^<]*A&amp;E liaison', page)
    system = RecordSystem(f"http://127.0.0.1:{program.port}")
    led = manager.act("/record-systems", name=f"Bench {time.time():.0f}", service=team[1], scopes="system/Bundle.c",
                      keys=system.public_keys).location
    system.client = led.rsplit("/", 1)[1]
    return system


def nhs_numbers():
    """Numbers of the range for tests, each once, with the check digit of modulus 11."""
    for body in itertools.count(999_000_000 + int(time.time()) % 900_000):
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(str(body))) % 11
        if check != 10:
            yield f"{body}{check % 11}"


def message(family, nhs_number):
    """A presentation, of the size that a hospital's system sends."""
    ids = [f"urn:uuid:{uuid.uuid4()}" for _ in range(3)]
    patient = {
        "resourceType": "Patient", "birthDate": "2005-05-03",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": nhs_number}],
        "name": [{"use": "official", "family": family, "given": ["Bench"]}],
    }
    encounter = {
        "resourceType": "Encounter", "status": "finished", "class": {"code": "EMER"}, "subject": {"reference": ids[2]},
        "period": {"start": "2026-11-20T23:10:00Z"}, "reasonCode": [{"text": "Came with a friend, and talked. " * 20}],
    }
    header = {
        "resourceType": "MessageHeader", "eventCoding": {"system": MESSAGE_EVENT, "code": "presentation"},
        "source": {"endpoint": "https://record-system.example.nhs.uk"}, "focus": [{"reference": ids[1]}],
    }
    entries = zip(ids, (header, encounter, patient))
    return {
        "resourceType": "Bundle", "id": str(uuid.uuid4()), "type": "message", "timestamp": "2026-11-21T08:00:00Z",
        "entry": [{"fullUrl": name, "resource": resource} for name, resource in entries],
    }
