"""Many exchanges made from a few genuine ones: the same rows, with ids, times, organisations and keys of their own.

A genuine exchange becomes a Python function that is compiled once and gives its copies' rows; sealed text is shared,
since it opens in every row of the same column.
"""

import os
import re

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"(?<![0-9.])1[0-9]{12}(?![0-9])")
DAY = 24 * 3600 * 1000
SIGNS = "2345679CDFHJKMPRTWXY"
REFERENCES = len(SIGNS) ** 6
# By audit entries the database would double; the pages that read them ask by student, so one student in five is enough.
AUDITED = 5


def identity(at, kind, number):
    """A version-7 UUID whose time is `at`, in milliseconds; unique among the copies by its kind and number."""
    time = f"{at:012x}"
    return f"{time[:8]}-{time[8:]}-7{kind:03x}-8000-{number:012x}"


def reference(number, taken):
    """What people say on the phone. The factor shares no divisor with the count, so no two numbers give the same."""
    said = spelled(number * 7_368_787 % REFERENCES)
    return said if said not in taken else reference(REFERENCES - 1 - number, taken)


def spelled(number):
    signs = ""
    for _ in range(6):
        number, sign = divmod(number, len(SIGNS))
        signs += SIGNS[sign]
    return f"FB-{signs[:4]}-{signs[4:]}"


class Template:
    """One genuine exchange with everything that belongs to it and to its student."""

    def __init__(self, engine, columns, exchange, taken):
        self.columns, self.exchange, self.taken = columns, exchange, taken
        self.created_at = int(exchange["created_at"])
        own, person = exchange["id"], exchange["person_id"]
        self.rows = {"exchange": [exchange]}
        for table, names in columns.items():
            wheres = []
            if "exchange_id" in names:
                wheres.append(f"exchange_id = '{own}'")
            if table == "person":
                wheres.append(f"id = '{person}'")
            elif "person_id" in names and table in ("student_status", "consent", "audit_entry"):
                wheres.append(f"person_id = '{person}'")
            if wheres:
                self.rows[table] = engine.rows(f"SELECT * FROM {table} WHERE {' OR '.join(wheres)}")
        self.rows = {table: rows for table, rows in self.rows.items() if rows}
        kept = {table: [row["id"] for row in rows if "id" in columns[table]] for table, rows in self.rows.items()}
        self.fresh = [one for table, ids in kept.items() for one in ids if one != person]
        self.make = {table: self.compiled(table, rows) for table, rows in self.rows.items()}

    def compiled(self, table, rows):
        """A function of a copy's number, shift in time, ids and sides, that gives the rows of one table."""
        constants = []
        made = [", ".join(self.expression(table, name, row[name], constants) for name in self.columns[table])
                for row in rows]
        source = "lambda n, s, i, p, o, seq: [" + ", ".join(f"({row},)" for row in made) + "]"
        return eval(source, {"c": constants, "random": os.urandom, "reference": lambda n: reference(n, self.taken)})

    def expression(self, table, name, value, constants):
        kind = self.columns[table][name]
        if value is None:
            return "None" if name != "nhs_number_index" else "random(32).hex()"
        if table == "audit_entry" and name == "seq":
            return "next(seq)"
        if table == "exchange_clock" and name == "next_step_at":
            return "None"
        if name == "reference":
            return "reference(n)"
        if table == "person" and name.endswith("_index"):
            return "random(32).hex()"
        if kind == "BIGINT":
            return f"{int(value)} + s" if TIME.fullmatch(str(value)) else str(int(value))
        if kind == "TEXT":
            return self.text(value)
        constants.append(value)
        return f"c[{len(constants) - 1}]"

    def text(self, value):
        """Text in which ids and times of the exchange are replaced by those of the copy."""
        parts, at = [], 0
        for found in sorted([*UUID.finditer(value), *TIME.finditer(value)], key=lambda found: found.start()):
            if found.start() < at:
                continue
            stands = self.stands_for(found[0], value)
            if stands:
                parts += [repr(value[at:found.start()])] if found.start() > at else []
                parts.append(stands)
                at = found.end()
        if at < len(value) or not parts:
            parts.append(repr(value[at:]))
        return " + ".join(parts)

    def stands_for(self, found, within):
        if TIME.fullmatch(found):
            return f"str({found} + s)"
        if found in self.fresh:
            return f"i[{self.fresh.index(found)}]"
        if found == self.exchange["person_id"]:
            return "p"
        if within.startswith("draft-"):
            return "i[-1]"
        for place, side in enumerate(SIDES):
            if found == self.exchange[side]:
                return f"o[{place}]"
        return None

    def ids(self, number, created_at):
        """New ids, the last for the draft that it was; each carries the time of the row it names."""
        shift = created_at - self.created_at
        return [identity(int(old[:8] + old[9:13], 16) + shift, kind, number) for kind, old in enumerate(self.fresh)] + [
            identity(created_at, 0xFFE, number)]


SIDES = ("sender_organisation_id", "sender_service_id", "recipient_organisation_id", "recipient_service_id",
         "contact_point_id")


class Copies:
    """The history of a country: `total` exchanges in the order in which they happened.

    Whatever the size, a university is sent `A_DAY` exchanges a day and a small installation is a region of few; so a
    page of one university shows as much in each, and what grows is what lies behind it.
    """

    A_DAY = 12.5
    OPEN = 0.01

    def __init__(self, total, now, ended, opened, senders, recipients):
        self.total, self.now, self.ended, self.opened = total, now, ended, opened
        self.senders, self.recipients = senders, recipients
        self.apart = DAY / (self.A_DAY * len(recipients))

    def template(self, number):
        few = self.opened if number >= self.total * (1 - self.OPEN) else self.ended
        return few[number % len(few)]

    def created_at(self, number):
        return int(self.now - (self.total - number) * self.apart)

    def sides(self, number):
        turn, recipient = divmod(number, len(self.recipients))
        return self.senders[turn % len(self.senders)] + self.recipients[recipient]

    def person(self, number):
        """Whom an exchange is about: three students for five exchanges, so 3 million for 5."""
        person = number * 3 // 5
        first = (person * 5 + 2) // 3
        return identity(self.created_at(first), 0xFFF, first), first == number

    def rows(self, numbers, seq):
        """The rows of some exchanges, by table."""
        tables = {}
        for number in numbers:
            template, created_at = self.template(number), self.created_at(number)
            person, is_new = self.person(number)
            shift, ids, sides = created_at - template.created_at, template.ids(number, created_at), self.sides(number)
            for table, make in template.make.items():
                if (table == "person" and not is_new) or (table == "audit_entry" and number % AUDITED):
                    continue
                tables.setdefault(table, []).extend(make(number, shift, ids, person, sides, seq))
        return tables
