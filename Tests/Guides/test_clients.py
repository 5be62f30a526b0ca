"""Clients that others wrote walk the loop: the directory, what waits, what was told, the thread, the way to the end."""

import asyncio
import json
import time
import uuid

import pytest
from fhirclient import client as smart
from fhirclient.models.communication import Communication
from fhirclient.models.healthcareservice import HealthcareService
from fhirclient.models.subscription import Subscription
from fhirclient.models.task import Task
from fhirpy import AsyncFHIRClient, SyncFHIRClient
from fhirpy.base.exceptions import MultipleResourcesFound, OperationOutcome, ResourceNotFound

from browser import Browser
from installation import Footbridge
from record_system import RecordSystem

SCOPES = [
    f"system/{scope}" for scope in (
        "Organization.rs", "HealthcareService.rs", "Location.rs", "PractitionerRole.rs", "Task.rs", "Task.u",
        "ServiceRequest.rs", "Patient.rs", "Encounter.rs", "Communication.rs", "Communication.c", "Provenance.rs",
        "AuditEvent.rs", "Consent.rs", "Consent.cu", "Subscription.rs", "Subscription.cud",
    )
]


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


def registered(served, manager, team):
    system = RecordSystem(f"http://127.0.0.1:{served.port}")
    system.register(Browser(served.address, manager).sign_in(), team, SCOPES)
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
    system = registered(served, "Margaret Doyle", "[Ll]iaison")
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
