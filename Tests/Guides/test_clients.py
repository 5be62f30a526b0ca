"""Clients that others wrote walk the loop: the directory, what waits, what was told, the thread, the way to the end."""

import asyncio
import json
import re
import time
import uuid

import pytest
import requests
from fhirclient import client as smart
from fhirclient.models.bundle import Bundle
from fhirclient.models.communication import Communication
from fhirclient.models.healthcareservice import HealthcareService
from fhirclient.models.organization import Organization
from fhirclient.models.practitionerrole import PractitionerRole
from fhirclient.models.provenance import Provenance
from fhirclient.models.subscription import Subscription
from fhirclient.models.task import Task
from fhirpy import AsyncFHIRClient, SyncFHIRClient
from fhirpy.base.exceptions import MultipleResourcesFound, OperationOutcome, ResourceNotFound

from browser import Browser
from installation import Footbridge
from record_system import RecordSystem, birth_date, message

SCOPES = [
    f"system/{scope}" for scope in (
        "Organization.rs", "HealthcareService.rs", "Location.rs", "PractitionerRole.rs", "Task.rs", "Task.u",
        "ServiceRequest.rs", "Patient.rs", "Encounter.rs", "Communication.rs", "Communication.c", "Provenance.rs",
        "AuditEvent.rs", "Consent.rs", "Subscription.rs", "Subscription.cud",
    )
]
# What the NHS alone hands in.
HOSPITAL_SCOPES = SCOPES + ["system/Bundle.c", "system/Consent.cu"]


@pytest.fixture
def served(scratch):
    folder = scratch / f"clients-{uuid.uuid4()}"
    folder.mkdir()
    footbridge = Footbridge(folder, scratch).start()
    yield footbridge
    footbridge.stop()


@pytest.fixture
def system(served):
    """The University of Leeds's, for its wellbeing team."""
    return registered(served, "Ruth Alderson", "Wellbeing")


def registered(served, manager, team, scopes=SCOPES):
    system = RecordSystem(f"http://127.0.0.1:{served.port}")
    system.register(Browser(served.address, manager).sign_in(), team, scopes)
    return system


def provenance(role):
    return json.dumps({"resourceType": "Provenance", "agent": [{"who": {"reference": f"PractitionerRole/{role}"}}]})


def test_fhirpy_walks_the_loop(system):
    address, bearer = f"{system.address}/fhir/R4", f"Bearer {system.token()}"
    # fhirpy counts with a parameter of another server's, which is named and passed over.
    fhir = SyncFHIRClient(address, authorization=bearer, extra_headers={"Prefer": "handling=lenient"})
    beckett = fhir.resources("Organization").search(name="leeds beckett").first()
    assert beckett["identifier"][0]["system"] == "https://footbridge.example/Id/ukprn"
    services = fhir.resources("HealthcareService").search(organization=beckett.to_reference().reference).fetch_all()
    assert services and all(service["active"] for service in services)
    everyone = fhir.resources("Task").sort("authored-on").limit(2).fetch_all()
    assert len({task["id"] for task in everyone}) == len(everyone) == fhir.resources("Task").count() > 2

    waiting = fhir.resources("Task").search(status="requested").first()
    assert "for" not in waiting
    with pytest.raises(ResourceNotFound):
        fhir.reference("ServiceRequest", waiting["id"]).to_resource()
    role = fhir.resources("PractitionerRole").search(role="practitioner").first()["id"]
    for status in ("received", "accepted", "in-progress"):
        seen = fhir.reference("Task", waiting["id"]).to_resource()
        seen["status"] = status
        headers = {"If-Match": f'W/"{seen["meta"]["versionId"]}"', "X-Provenance": provenance(role)}
        saved = SyncFHIRClient(address, authorization=bearer, extra_headers=headers).resource("Task", **seen)
        saved.save()
        assert saved["status"] == status
    stale = SyncFHIRClient(address, authorization=bearer, extra_headers=headers).resource("Task", **seen)
    # What fhirpy calls every 412.
    with pytest.raises(MultipleResourcesFound, match="changed since you read it"):
        stale.save()

    told = fhir.reference("ServiceRequest", waiting["id"]).to_resource()
    assert told["note"][0]["text"]
    student = told["subject"].to_resource()
    assert student["name"][0]["family"] and "identifier" not in student
    headers = {"X-Request-Id": str(uuid.uuid4())}
    message = SyncFHIRClient(address, authorization=bearer, extra_headers=headers).resource(
        "Communication", status="completed", partOf=[{"reference": f"Task/{waiting['id']}"}],
        sender={"reference": f"PractitionerRole/{role}"}, payload=[{"contentString": "We see her at four."}],
    )
    message.save()
    thread = fhir.resources("Communication").search(**{"part-of": f"Task/{waiting['id']}"}).fetch_all()
    assert [line["payload"][0]["contentString"] for line in thread][-1] == "We see her at four."
    acts = fhir.resources("Provenance").search(target=f"Task/{waiting['id']}").fetch_all()
    assert "acknowledged" in [act["activity"]["coding"][0]["code"] for act in acts]


def test_fhirpy_waits_for_many_at_once(system):
    fhir = AsyncFHIRClient(f"{system.address}/fhir/R4", authorization=f"Bearer {system.token()}")

    async def all_at_once():
        tasks = await fhir.resources("Task").limit(5).fetch_all()
        again = await asyncio.gather(*(fhir.reference("Task", task["id"]).to_resource() for task in tasks))
        assert [task["id"] for task in again] == [task["id"] for task in tasks]

    asyncio.run(all_at_once())


def test_fhirclient_reads_what_it_understands(system):
    fhir = smart.FHIRClient(settings={"app_id": "case-system", "api_base": f"{system.address}/fhir/R4"})
    fhir.server.session.headers["Authorization"] = f"Bearer {system.token()}"
    capabilities = fhir.server.capabilityStatement
    assert {kind.type for kind in capabilities.rest[0].resource} >= {"Task", "Patient", "Communication"}
    tasks = Task.where({"status": "requested,received,accepted,in-progress"}).perform_resources(fhir.server)
    assert tasks and all(task.requester.reference.startswith("Organization/") for task in tasks)
    assert Task.read(tasks[0].id, fhir.server).as_json() == tasks[0].as_json()
    assert HealthcareService.where({"name:contains": "wellbeing"}).perform_resources(fhir.server)
    assert Communication.where({}).perform_resources(fhir.server) is not None


HOOK = {
    "status": "requested", "reason": "To show what waits", "criteria": "Task?",
    "channel": {
        "type": "rest-hook", "endpoint": "https://case-system.example.ac.uk/knock",
        "header": ["Authorization: Bearer nobody-guesses-this-one"],
    },
}


def test_fhirpy_subscribes_once_and_ends_it(system):
    address, bearer = f"{system.address}/fhir/R4", f"Bearer {system.token()}"
    fhir = SyncFHIRClient(address, authorization=bearer)
    hook = fhir.resource("Subscription", **HOOK)
    hook.save()
    assert hook["status"] == "requested" and "header" not in hook["channel"]
    with pytest.raises(OperationOutcome, match="already"):
        fhir.resource("Subscription", **HOOK).save()
    careful = SyncFHIRClient(
        address, authorization=bearer, extra_headers={"If-None-Exist": f"url={HOOK['channel']['endpoint']}"})
    again = careful.resource("Subscription", **HOOK)
    again.save()
    assert again["id"] == hook["id"]
    with pytest.raises(OperationOutcome, match="Criteria here are"):
        fhir.resource("Subscription", **HOOK | {"criteria": "Patient?"}).save()
    hook.delete()
    assert fhir.resources("Subscription").fetch() == []


def test_fhirclient_subscribes_too(system):
    fhir = smart.FHIRClient(settings={"app_id": "case-system", "api_base": f"{system.address}/fhir/R4"})
    fhir.server.session.headers["Authorization"] = f"Bearer {system.token()}"
    made = Subscription(HOOK).create(fhir.server)
    kept = Subscription.read(made["id"], fhir.server)
    assert kept.channel.endpoint == HOOK["channel"]["endpoint"]
    kept.delete()
    assert not Subscription.where({}).perform_resources(fhir.server)


def consent(patient, organisation, team):
    """As docs/guides/connect-a-record-system.md has it."""
    coded = "https://footbridge.example/StructureDefinition/consent"
    hl7 = "http://terminology.hl7.org/CodeSystem"

    def concept(system, code):
        return {"coding": [{"system": system, "code": code}]}

    return {
        "status": "active",
        "extension": [
            {"url": f"{coded}-route", "valueCode": "spoken"}, {"url": f"{coded}-capacity", "valueCode": "notAssessed"},
            {"url": f"{coded}-in-crisis", "valueBoolean": False},
        ],
        "scope": concept(f"{hl7}/consentscope", "patient-privacy"), "category": [concept(f"{hl7}/v3-ActCode", "INFA")],
        "patient": {"reference": patient}, "performer": [{"reference": patient}],
        "dateTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 5)),
        "policy": [{"uri": "https://footbridge.example/consent-words/1"}],
        "policyRule": concept(f"{hl7}/v3-ActCode", "OPTIN"),
        "provision": {
            "type": "permit",
            "actor": [{
                "role": concept(f"{hl7}/v3-ParticipationType", "IRCP"), "reference": {"reference": organisation},
                "extension": [{"url": f"{coded}-team", "valueReference": {"reference": team}}],
            }],
            "code": [
                concept("https://footbridge.example/CodeSystem/information-category", code)
                for code in ("contactHappened", "careTeam")
            ],
        },
    }


def test_fhirpy_hands_on_what_a_student_answered_and_that_they_took_it_back(served):
    system = registered(served, "Margaret Doyle", "[Ll]iaison", HOSPITAL_SCOPES)
    address, bearer = f"{system.address}/fhir/R4", f"Bearer {system.token()}"
    fhir = SyncFHIRClient(address, authorization=bearer)
    role = fhir.resources("PractitionerRole").search(role="clinician").first()["id"]
    named = SyncFHIRClient(address, authorization=bearer, extra_headers={"X-Provenance": provenance(role)})
    kept = None
    for task in fhir.resources("Task").fetch_all():
        if not task["owner"]["reference"].startswith("HealthcareService/"):
            continue
        team = task["owner"]["reference"]
        service = fhir.resources("HealthcareService").search(_id=team.split("/")[1]).first()
        kept = named.resource("Consent", **consent(task["for"]["reference"], service["providedBy"]["reference"], team))
        try:
            kept.save()
            break
        except OperationOutcome as refusal:
            # The student has answered since, or the task has been handed on to another team.
            assert "since" in str(refusal) or "team that would be told" in str(refusal), refusal
    assert kept and kept["status"] == "active"
    found = fhir.resources("Consent").search(patient=kept["patient"].reference).fetch_all()
    assert kept["id"] in [one["id"] for one in found]
    headers = {"X-Provenance": provenance(role), "If-Match": f'W/"{kept["meta"]["versionId"]}"'}
    kept["status"] = "inactive"
    back = SyncFHIRClient(address, authorization=bearer, extra_headers=headers).resource("Consent", **kept)
    back.save()
    assert fhir.reference("Consent", kept["id"]).to_resource()["status"] == "inactive"


class ByFhirpy:
    """A system whose makers took fhirpy, and requests for what fhirpy has no word for: the token."""

    refusals = (OperationOutcome,)

    def __init__(self, system):
        self.address = f"{system.address}/fhir/R4"
        found = SyncFHIRClient(self.address).execute(".well-known/smart-configuration", "get")
        granted = requests.post(found["token_endpoint"], data=system.token_form(), timeout=30).json()
        self.bearer = f"{granted['token_type']} {granted['access_token']}"

    def client(self, **headers):
        return SyncFHIRClient(self.address, authorization=self.bearer, extra_headers=headers)

    def find(self, kind, **query):
        return [json.loads(json.dumps(one)) for one in self.client().resources(kind.resource_type).search(**query).fetch()]

    def hand_in(self, bundle, **headers):
        return self.client(**headers).execute("$process-message", data=bundle)

    def change(self, task, **headers):
        self.client(**headers).resource("Task", **task).save()

    def create(self, kind, resource, **headers):
        self.client(**headers).resource(kind.resource_type, **resource).save()

    def delete(self, kind, resource):
        self.client().reference(kind.resource_type, resource["id"]).delete()


class ByFhirclient:
    """A system whose makers took fhirclient: whatever it sends and gets is what the client's own models hold for FHIR."""

    refusals = (requests.HTTPError,)

    def __init__(self, system):
        fhir = smart.FHIRClient(settings={"app_id": "case-system", "api_base": f"{system.address}/fhir/R4"})
        self.server = fhir.server
        place = self.server.request_json(".well-known/smart-configuration", nosign=True)["token_endpoint"]
        granted = self.server.post_as_form(place, system.token_form()).json()
        self.usual = {"Authorization": f"{granted['token_type']} {granted['access_token']}"}
        self.says()

    def says(self, **headers):
        """fhirclient knows the headers of a session alone."""
        self.server.session.headers.clear()
        self.server.session.headers.update(self.usual | headers)

    def find(self, kind, **query):
        self.says()
        return [one.as_json() for one in kind.where(query).perform_resources(self.server)]

    def hand_in(self, bundle, **headers):
        self.says(**headers)
        answer = self.server.post_json("$process-message", Bundle(bundle).as_json()).json()
        return Bundle(answer).as_json()

    def change(self, task, **headers):
        self.says(**headers)
        Task(task).update(self.server)

    def create(self, kind, resource, **headers):
        self.says(**headers)
        kind(resource).create(self.server)

    def delete(self, kind, resource):
        self.says()
        kind(resource).delete(self.server)


TOMASZ = ("Tomasz", "Zieliński", "9991230033")


@pytest.fixture
def hospital(served):
    """The liaison team's, whose messages go at once; and Tomasz, who wants it so."""
    system = RecordSystem(f"http://127.0.0.1:{served.port}")
    manager = Browser(served.address, "Margaret Doyle").sign_in()
    system.register(manager, "[Ll]iaison", HOSPITAL_SCOPES)
    instructed = manager.act(
        f"/record-systems/{system.client}/instruction", sending="at-once", urgency="within7Days",
        request="checkInWithin7Days", unsaidKind="crisisContact")
    assert instructed.status == 303, instructed.text
    student = Browser(served.address, " ".join(TOMASZ[:2])).sign_in()
    page = student.get("/my-information/in-advance").text
    team = re.search(r'<option value="([^"]+)"[^>]*>[^<]*Leeds Beckett', page)[1]
    decided = student.act("/my-information/in-advance", team=team, categories="contactHappened", asking="atOnce")
    assert decided.status == 303, decided.text
    return system


def addressed(bundle, university):
    """The message, to a university as the directory names it."""
    name = f"urn:uuid:{uuid.uuid4()}"
    bundle["entry"][0]["resource"]["destination"] = [
        {"endpoint": "https://footbridge.example/fhir/R4", "receiver": {"reference": name}}]
    known = {key: university[key] for key in ("identifier", "name")}
    bundle["entry"].append({"fullUrl": name, "resource": {"resourceType": "Organization"} | known})
    return bundle


def outcomes(answer):
    return [code["code"] for entry in answer["entry"] if entry["resource"]["resourceType"] == "OperationOutcome"
            for issue in entry["resource"]["issue"] for code in issue["details"]["coding"]]


@pytest.mark.parametrize("sender, recipient", [(ByFhirpy, ByFhirclient), (ByFhirclient, ByFhirpy)])
def test_two_systems_by_others_walk_all_of_the_loop(sender, recipient, hospital, served):
    trust = sender(hospital)
    beckett = trust.find(Organization, name="leeds beckett")[0]
    bundle = addressed(
        message(*TOMASZ, event="crisis-contact", born=birth_date(), author="Dr Ola Byrne"), beckett)
    request = {"X-Request-Id": str(uuid.uuid4())}
    answer = trust.hand_in(bundle, **request)
    assert answer["entry"][0]["resource"]["response"]["code"] == "ok" and "sent" in outcomes(answer), answer
    with pytest.raises(trust.refusals, match="409|arrived before"):
        trust.hand_in(bundle, **request)
    waiting = trust.find(Task, identifier=re.search(r"FB-[0-9A-Z]{4}-[0-9A-Z]{2}", json.dumps(answer))[0])[0]
    assert waiting["status"] == "requested" and waiting["requester"]["reference"].startswith("Organization/")

    university = recipient(registered(served, "Nadia Karim", "[Ww]ellbeing"))
    role = university.find(PractitionerRole, role="practitioner")[0]["id"]
    for status in ("received", "accepted"):
        seen = university.find(Task, _id=waiting["id"])[0]
        headers = {"If-Match": f'W/"{seen["meta"]["versionId"]}"', "X-Provenance": provenance(role)}
        university.change(seen | {"status": status}, **headers)
    university.create(Communication, {
        "status": "completed", "partOf": [{"reference": f"Task/{waiting['id']}"}],
        "sender": {"reference": f"PractitionerRole/{role}"}, "payload": [{"contentString": "We see him at four."}],
    }, **{"X-Request-Id": str(uuid.uuid4())})

    assert trust.find(Task, _id=waiting["id"])[0]["status"] == "accepted"
    thread = trust.find(Communication, **{"part-of": f"Task/{waiting['id']}"})
    assert [line["payload"][0]["contentString"] for line in thread] == ["We see him at four."]
    acts = trust.find(Provenance, target=f"Task/{waiting['id']}")
    assert "acknowledged" in [act["activity"]["coding"][0]["code"] for act in acts]
    for system in (trust, university):
        system.create(Subscription, HOOK)
        hook = system.find(Subscription, url=HOOK["channel"]["endpoint"])[0]
        system.delete(Subscription, hook)
        assert system.find(Subscription) == []
