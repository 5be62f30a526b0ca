"""A record system of a hospital: it signs, gets a token, and hands in a message."""

import base64
import datetime
import json
import re
import time
import urllib.parse
import urllib.request
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

MESSAGE_EVENT = "https://footbridge.example/CodeSystem/message-event"


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def an_hour_ago():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600))


def birth_date(age=22, month=4, day=6):
    """Of a student of the demonstration, as it is reckoned there, so that they always have that age."""
    today = datetime.date.today()
    return datetime.date(today.year - age - ((month, day) > (today.month, today.day)), month, day).isoformat()


class RecordSystem:
    def __init__(self, address):
        self.address, self.key, self.client = address, ec.generate_private_key(ec.SECP384R1()), None

    @property
    def public_keys(self):
        point = self.key.public_key().public_numbers()
        x, y = (base64url(number.to_bytes(48, "big")) for number in (point.x, point.y))
        return json.dumps({"keys": [{"kty": "EC", "crv": "P-384", "kid": "one", "x": x, "y": y}]})

    def register(self, manager, team, scopes):
        """A manager registers it for the first of their teams whose name has `team` in it."""
        page = manager.get("/record-systems").text
        service = re.search(rf'<option value="([^"]+)"[^>]*>[^<]*{team}', page)[1]
        made = manager.act("/record-systems", name="Case system", service=service, scopes=scopes, keys=self.public_keys)
        assert made.status == 303, made.text
        self.client = made.location.split("/")[-1]

    def assertion(self):
        head = {"alg": "ES384", "typ": "JWT", "kid": "one"}
        claims = {
            "iss": self.client, "sub": self.client, "aud": f"{self.address}/oauth/token", "jti": str(uuid.uuid4()),
            "exp": int(time.time()) + 120,
        }
        text = ".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA384())))
        return f"{text}.{base64url(r.to_bytes(48, 'big') + s.to_bytes(48, 'big'))}"

    def token_form(self):
        """What it asks for a token with."""
        return {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self.assertion(),
        }

    def token(self):
        form = urllib.parse.urlencode(self.token_form()).encode()
        request = urllib.request.Request(f"{self.address}/oauth/token", form)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["access_token"]

    def hands_in(self, *who, **what):
        request = urllib.request.Request(
            f"{self.address}/fhir/R4/$process-message", json.dumps(message(*who, **what)).encode(),
            {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/fhir+json",
             "X-Request-Id": str(uuid.uuid4())},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)


def message(given, family, nhs_number, event="presentation", born="2006-04-03", author=None):
    """The message that it hands in."""
    ids = [f"urn:uuid:{uuid.uuid4()}" for _ in range(3)]
    patient = {
        "resourceType": "Patient", "birthDate": born,
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": nhs_number}],
        "name": [{"use": "official", "family": family, "given": [given]}],
    }
    encounter = {
        "resourceType": "Encounter", "status": "finished", "class": {"code": "EMER"},
        "subject": {"reference": ids[2]}, "period": {"start": an_hour_ago()},
        "reasonCode": [{"text": "Came with a friend, very low."}],
    }
    header = {
        "resourceType": "MessageHeader", "eventCoding": {"system": MESSAGE_EVENT, "code": event},
        "source": {"endpoint": "https://record-system.example.nhs.uk"}, "focus": [{"reference": ids[1]}],
    }
    if author:
        header["author"] = {"reference": "Practitioner/1", "display": author}
    resources = zip(ids, (header, encounter, patient))
    return {
        "resourceType": "Bundle", "id": str(uuid.uuid4()), "type": "message", "timestamp": "2026-11-21T08:00:00Z",
        "entry": [{"fullUrl": name, "resource": resource} for name, resource in resources],
    }
