"""What Open Referral's schemas ask of the objects that this directory has: fields, kinds, and which must be there.

The facts are those of the schema files of HSDS 3.0 (github.com/openreferral/specification, CC BY-SA 4.0) and of its UK
profile (openreferraluk.org); where the profile is narrower, it is the profile's.
"""

import jsonschema_rs

KINDS = {
    "text": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "uri": {"type": "string", "format": "uri"},
    "email": {"type": "string", "format": "email"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    # HH:MM; an offset may follow.
    "time": {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d\d:\d\d)?$"},
    "number": {"type": "number"},
    "whole": {"type": "integer", "minimum": 0},
    "yes/no": {"type": "boolean"},
}
# Fields by kind. `!`: it has to be there. `[object]`: a list of such objects. `this|that`: one of these words.
OBJECTS = {
    "service": {
        "uuid": "id! organization_id program_id", "uri": "url", "email": "email assurer_email",
        "date": "assured_date", "moment": "last_modified", "number": "minimum_age maximum_age",
        "text": "name! alternate_name description interpretation_services application_process fees_description fees "
                "accreditations eligibility_description alert licenses wait_time",
        "active|inactive|defunct|temporarily closed": "status!",
        "[schedule]": "schedules", "[service_area]": "service_areas", "[service_at_location]": "service_at_locations",
        "[contact]": "contacts", "[phone]": "phones", "[attribute]": "attributes", "organization": "organization",
    },
    "organization": {
        "uuid": "id! parent_organization_id", "text": "name! description! alternate_name legal_status logo",
        "uri": "website uri", "email": "email", "whole": "year_incorporated",
        "[organization_identifier]": "organization_identifiers", "[contact]": "contacts", "[phone]": "phones",
        "[attribute]": "attributes",
    },
    "organization_identifier": {
        "uuid": "id! organization_id", "text": "identifier_scheme identifier_type! identifier!",
    },
    "service_at_location": {
        "uuid": "id! service_id location_id", "text": "description", "location": "location", "service": "service",
        "[schedule]": "schedules", "[contact]": "contacts", "[phone]": "phones", "[service_area]": "service_areas",
    },
    "location": {
        "uuid": "id! organization_id", "physical|postal|virtual": "location_type!", "uri": "url",
        "text": "name alternate_name description transportation external_identifier external_identifier_type",
        "number": "latitude longitude",
    },
    "service_area": {
        "uuid": "id! service_id service_at_location_id", "text": "name description extent extent_type", "uri": "uri",
    },
    "schedule": {
        "uuid": "id! service_id location_id service_at_location_id", "date": "valid_from valid_to dtstart until",
        "time": "opens_at closes_at", "WEEKLY|MONTHLY": "freq", "number": "interval timezone count",
        "text": "byday bymonthday byweekno byyearday wkst description attending_type notes", "uri": "schedule_link",
    },
    "contact": {
        "uuid": "id! organization_id service_id service_at_location_id location_id",
        "text": "name title department", "email": "email", "[phone]": "phones",
    },
    "phone": {
        "uuid": "id! organization_id service_id service_at_location_id location_id contact_id",
        "text": "number! type description", "number": "extension",
    },
    "attribute": {
        "uuid": "id! link_id taxonomy_term_id", "text": "link_entity link_type value label",
        "taxonomy_term": "taxonomy_term",
    },
    "taxonomy": {
        "uuid": "id!", "text": "name! description! version", "uri": "uri", "[taxonomy_term]": "taxonomy_terms",
    },
    "taxonomy_term": {
        "uuid": "id! parent_id taxonomy_id", "uri": "term_uri",
        "text": "name! description! code taxonomy language term", "taxonomy": "taxonomy_detail",
    },
    "details": {"text": "version!", "uri": "profile! openapi_url!"},
}
PAGE = {"whole": "total_items! total_pages! page_number! size!", "yes/no": "first_page! last_page! empty!"}


def reference(kind):
    return {"$ref": f"#/$defs/{kind}"}


def kind_of(words):
    if words.startswith("["):
        return {"type": "array", "items": reference(words.strip("[]"))}
    if "|" in words:
        return {"enum": words.split("|")}
    return KINDS.get(words) or reference(words)


def rules(table):
    """The table of one object as JSON Schema says it; a field that no schema knows is a fault too."""
    fields = {name: kind_of(kind) for kind, names in table.items() for name in names.split()}
    return {
        "type": "object", "additionalProperties": False,
        "required": [name[:-1] for name in fields if name.endswith("!")],
        "properties": {name.rstrip("!"): kind for name, kind in fields.items()},
    }


def faults(answer, kind, is_list=False):
    """What Open Referral would have to say against an answer: where, and why."""
    schema = reference(kind)
    if is_list:
        schema = rules(PAGE)
        schema["properties"]["contents"] = {"type": "array", "items": reference(kind)}
        schema["required"].append("contents")
    schema |= {"$defs": {name: rules(table) for name, table in OBJECTS.items()}}
    checker = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return [f"{error.instance_path}: {error.message}" for error in checker.iter_errors(answer)]
