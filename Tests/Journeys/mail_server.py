"""A real mail server on this machine: STARTTLS and AUTH are asked for, as a hospital's would."""

import datetime
import email
import email.policy
import ipaddress
import smtplib
import ssl
import time
from email.message import Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from installation import free_port

USER, PASSWORD = "footbridge", "a password of the mail server"


def certificate(folder):
    """One for this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "mail.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "mail.key").write_bytes(private)
    return folder / "mail.pem", folder / "mail.key"


class Submission(Controller):
    def __init__(self, handler, port, context):
        self.context = context
        super().__init__(handler, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(
            self.handler, require_starttls=True, tls_context=self.context, auth_required=True, authenticator=signs_in
        )


def signs_in(server, session, envelope, mechanism, given):
    good = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good)


class MailServer:
    def __init__(self, folder):
        self.port, self.letters, self.senders = free_port(), [], {}
        self.unknown, self.is_busy = set(), False
        self.certificate, key = certificate(folder)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, key)
        self.controller = Submission(self, self.port, context)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    @property
    def settings(self):
        return {
            "FOOTBRIDGE_SMTP": f"smtp://localhost:{self.port}",
            "FOOTBRIDGE_SMTP_USER": USER,
            "FOOTBRIDGE_SMTP_PASSWORD": PASSWORD,
            "FOOTBRIDGE_SMTP_AUTHORITY": str(self.certificate),
            "FOOTBRIDGE_MAIL_FROM": "footbridge@example.ac.uk",
            "FOOTBRIDGE_MAIL_RETURNS": "bounces@example.ac.uk",
        }

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.is_busy:
            return "451 4.3.0 later, please"
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.senders[letter["message-id"]] = envelope.mail_from
        self.letters.append((envelope.rcpt_tos[0], letter))
        return "250 OK"

    def letter_with(self, words, seconds=60):
        """The first letter with those words in its subject or body, as soon as it is there."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for address, letter in list(self.letters):
                if words in letter["subject"] or words in letter.get_content():
                    return address, letter
            time.sleep(0.2)
        raise AssertionError(f"no letter with {words!r}; there are {[letter['subject'] for _, letter in self.letters]}")


class ReturnsMailbox:
    """The mail server of the mailbox for returns: it hands each letter to a command, as Postfix's pipe does."""

    def __init__(self, installation):
        self.installation, self.port, self.said = installation, free_port(), []
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *_):
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):
        letter = envelope.content.decode("utf-8", "replace")
        done = self.installation.run("mail", "returned", "--to", envelope.rcpt_tos[0], given=letter)
        self.said.append(done.stdout + done.stderr)
        return "250 OK" if done.returncode == 0 else "451 4.3.0 later, please"

    def deliver(self, report, address):
        """Brings a report, from nobody, as reports come."""
        with smtplib.SMTP("127.0.0.1", self.port) as line:
            line.send_message(report, from_addr="<>", to_addrs=[address])
        return self.said[-1]


def report(letter, address, action="failed", status="5.1.1"):
    """What a mail server writes about a letter that it took, made by Python's own e-mail package (RFC 3464)."""
    of_server, of_recipient = Message(), Message()
    of_server["Reporting-MTA"] = "dns; mx.example.ac.uk"
    of_recipient["Final-Recipient"] = f"rfc822; {address}"
    of_recipient["Action"], of_recipient["Status"] = action, status
    of_recipient["Diagnostic-Code"] = "smtp; 550 5.1.1 no such mailbox, and a line so long that it has to be folded somewhere"
    told = Message()
    told["Content-Type"] = "message/delivery-status"
    told.set_payload([of_server, of_recipient])
    whole = MIMEMultipart("report", **{"report-type": "delivery-status"})
    whole["Subject"], whole["From"] = "Undelivered Mail Returned to Sender", "MAILER-DAEMON@mx.example.ac.uk"
    whole.attach(MIMEText("Your letter could not be delivered. Größere Sorgen gibt es immer.", "plain", "utf-8"))
    whole.attach(told)
    whole.attach(MIMEMessage(letter))
    return whole
