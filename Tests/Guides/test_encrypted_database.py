"""A database on another machine: what is said in running.md of its address, with a server that takes nothing unencrypted."""

import contextlib
import os
import shutil
import subprocess

import pytest

from installation import FOOTBRIDGE, environment
from machine import IS_ROOT, free_port, fresh_number, servant
from postgresql import PostgreSQL


class Authority:
    """Signs certificates."""

    def __init__(self, folder, name):
        folder.mkdir(exist_ok=True)
        self.key, self.certificate = folder / f"{name}.key", folder / f"{name}.pem"
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", f"/CN={name}", "-keyout", self.key, "-out", self.certificate)

    def sign(self, name, common_name, alternative=None):
        """A key and a certificate, for a server by its address or for a role by its name."""
        key, request, certificate = (self.key.with_name(f"{name}.{end}") for end in ("key", "csr", "crt"))
        openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={common_name}",
                "-keyout", key, "-out", request)
        extra = request.with_suffix(".ext")
        extra.write_text(f"subjectAltName={alternative}\n" if alternative else "")
        openssl("x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial",
                "-days", "2", "-extfile", extra, "-out", certificate)
        key.chmod(0o600)
        return key, certificate


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(scratch):
    return Authority(scratch / "authority", "ours")


@pytest.fixture(scope="module")
def encrypted(scratch, authority):
    """Listens on 127.0.0.1; its certificate is for that address, and it refuses whatever comes unencrypted."""
    key, certificate = authority.sign("server", "127.0.0.1", "IP:127.0.0.1")
    if IS_ROOT:
        os.chown(key, servant().pw_uid, servant().pw_gid)
    server = PostgreSQL(scratch / "encrypted", free_port(), ssl="on", ssl_cert_file=certificate, ssl_key_file=key,
                        ssl_ca_file=authority.certificate)
    server.start()
    server.run("CREATE DATABASE footbridge LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
    server.run("CREATE ROLE by_certificate LOGIN SUPERUSER")
    rules = server.folder / "cluster/pg_hba.conf"
    rules.write_text("hostnossl all all all reject\nhostssl all by_certificate all cert\nhostssl all all all trust\n")
    server.run("SELECT pg_reload_conf()")
    yield server
    server.kill()


@pytest.fixture
def migrate(encrypted, scratch):
    """What `footbridge migrate` says with this address."""
    folder = scratch / f"encrypted_{fresh_number()}"

    def migrate(words, user="footbridge"):
        address = f"host=127.0.0.1 port={encrypted.port} dbname=footbridge user={user} connect_timeout=5 {words}"
        settings = environment(folder, free_port(), {"FOOTBRIDGE_POSTGRESQL": address})
        return subprocess.run([FOOTBRIDGE, "migrate"], env=settings, capture_output=True, text=True, timeout=120)

    yield migrate
    with contextlib.suppress(FileNotFoundError):
        shutil.rmtree(folder)


def test_a_server_that_shows_who_it_is(encrypted, migrate, authority):
    said = migrate(f"sslmode=verify-full sslrootcert={authority.certificate}")
    assert said.returncode == 0 and "Applied" in said.stdout, said.stderr
    assert encrypted.run("SELECT count(*) > 10 FROM migration", "footbridge") == "t"


def test_a_certificate_instead_of_a_password(migrate, authority):
    key, certificate = authority.sign("client", "by_certificate")
    trust = f"sslmode=verify-full sslrootcert={authority.certificate}"
    shown = migrate(f"{trust} sslcert={certificate} sslkey={key}", "by_certificate")
    assert shown.returncode == 0 and "up to date" in shown.stdout, shown.stderr
    hidden = migrate(trust, "by_certificate")
    assert hidden.returncode != 0 and "certificate" in hidden.stderr, hidden.stderr


@pytest.mark.parametrize("words, reason", [
    ("sslmode=verify-full sslrootcert={other}", "certificate verify failed"),
    ("sslmode=verify-full sslrootcert={ours} host=localhost hostaddr=127.0.0.1", 'does not match host name "localhost"'),
    ("sslmode=disable", "no encryption"),
])
def test_anything_else_is_refused_in_words(migrate, authority, scratch, words, reason):
    other = Authority(scratch / "other", "other")
    said = migrate(words.format(ours=authority.certificate, other=other.certificate))
    assert said.returncode != 0 and reason in said.stderr, said.stderr
    assert "Applied" not in said.stdout
