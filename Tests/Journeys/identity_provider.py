"""A real sign-in provider on this machine: Debian's Glewlwyd, which checks PKCE and our signature."""

import base64
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.error
import urllib.request

from cryptography.hazmat.primitives.asymmetric import rsa

from installation import PATIENCE_SECONDS, free_port

PROGRAM = shutil.which("glewlwyd")
MODULES = pathlib.Path("/usr/lib/glewlwyd")
PAGES = pathlib.Path("/usr/share/glewlwyd/webapp")
SCHEMA = pathlib.Path("/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3")
CLIENT, PASSWORD = "footbridge", "a password of the provider"
SETTINGS = """
port={port}
bind_address="127.0.0.1"
external_url="http://localhost:{port}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="WARNING"
cookie_secure=0
cookie_same_site="lax"
session_expiration=86400
session_key="PROVIDER_SESSION"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="{modules}/user"
user_middleware_module_path="{modules}/user_middleware"
client_module_path="{modules}/client"
user_auth_scheme_module_path="{modules}/scheme"
plugin_module_path="{modules}/plugin"
use_secure_connection=false
secure_connection_key_file="none"
secure_connection_pem_file="none"
secure_connection_ca_file="none"
hash_algorithm="SHA512"
static_files_path="{folder}/pages"
static_files_mime_types=(
  {{extension=".html" mime_type="text/html"}}, {{extension=".css" mime_type="text/css"}},
  {{extension=".js" mime_type="application/javascript"}}, {{extension=".json" mime_type="application/json"}}
)
database={{ type="sqlite3" path="{folder}/provider.db" }}
"""


def base64url(number):
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


def signing_key(name):
    """A private key as Glewlwyd reads it."""
    numbers = rsa.generate_private_key(65537, 2048).private_numbers()
    parts = {
        "n": numbers.public_numbers.n, "e": numbers.public_numbers.e, "d": numbers.d, "p": numbers.p, "q": numbers.q,
        "dp": numbers.dmp1, "dq": numbers.dmq1, "qi": numbers.iqmp,
    }
    words = {"kty": "RSA", "kid": name, "alg": "RS256", "use": "sig"}
    return words | {part: base64url(number) for part, number in parts.items()}


class IdentityProvider:
    def __init__(self, folder, clock=None):
        """`clock`: how far its clock is from ours, as faketime writes it."""
        self.folder, self.clock, self.port, self.process, self.session = folder, clock, free_port(), None, None
        folder.mkdir()
        shutil.copytree(PAGES, folder / "pages", ignore=shutil.ignore_patterns("config.json"))
        shutil.copy(next((PAGES / "config.json").glob("*.json")), folder / "pages/config.json")
        with sqlite3.connect(folder / "provider.db") as database:
            database.executescript(SCHEMA.read_text())
        settings = SETTINGS.format(port=self.port, folder=folder, modules=MODULES)
        (folder / "settings").write_text(settings)

    @property
    def issuer(self):
        return f"http://localhost:{self.port}/api/oidc"

    def __enter__(self):
        command = [PROGRAM, "-c", self.folder / "settings"]
        if self.clock:
            command = ["faketime", "-f", self.clock, *command]
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.sign_in_as_administrator()
        self.ask("POST", "/scope/", {"name": "profile", "display_name": "Profile", "password_required": False})
        self.use_key("first")
        return self

    def __exit__(self, *_):
        # Faketime stands between us and the provider, so the whole group is told.
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def sign_in_as_administrator(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            try:
                self.ask("POST", "/auth/", {"username": "admin", "password": "password"})
                return
            except urllib.error.URLError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.1)
        raise AssertionError("the provider did not start in time")

    def ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"http://localhost:{self.port}/api{path}", json.dumps(body).encode() if body is not None else None,
            {"Content-Type": "application/json"} | ({"Cookie": self.session} if self.session else {}), method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                if self.session is None:
                    self.session = answer.headers["Set-Cookie"].split(";")[0]
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from refusal

    def use_key(self, name):
        """Signs with a key of that name from now on, and publishes no other."""
        if name != "first":
            self.ask("DELETE", "/mod/plugin/oidc")
        plugin = {
            "module": "oidc", "name": "oidc", "display_name": "OpenID Connect", "enabled": True,
            "parameters": {
                "iss": self.issuer, "jwt-type": "rsa", "jwt-key-size": "256", "default-kid": name,
                "jwks-private": json.dumps({"keys": [signing_key(name)]}), "jwks-show": True, "code-duration": 600,
                "access-token-duration": 600, "refresh-token-duration": 600, "auth-type-code-enabled": True,
                "auth-type-refresh-enabled": True, "allow-non-oidc": False, "pkce-allowed": True,
                "pkce-method-plain-allowed": False, "pkce-required": True, "request-parameter-allow": True,
                "client-jwks-parameter": "jwks", "client-pubkey-parameter": "pubkey", "subject-type": "public",
                "name-claim": "mandatory", "session-management-allowed": True, "oauth-as-iss-id": True,
                "session-cookie-name": "PROVIDER_SID", "session-cookie-expiration": 86400,
            },
        }
        self.ask("POST", "/mod/plugin/", plugin)

    def register(self, return_address, keys_address, sign_out_address, client=CLIENT):
        """What the provider's own people enter from Footbridge's page."""
        with urllib.request.urlopen(keys_address, timeout=20) as answer:
            keys = json.load(answer)
        self.ask("POST", "/client/", {
            "client_id": client, "name": "Footbridge", "enabled": True, "confidential": True,
            "authorization_type": ["code"], "redirect_uri": [return_address], "scope": ["openid", "profile"],
            "post_logout_redirect_uri": sign_out_address, "token_endpoint_auth_method": ["private_key_jwt"],
            "jwks": keys,
        })

    def add(self, username, name):
        self.ask("POST", "/user/", {
            "username": username, "name": name, "password": PASSWORD, "enabled": True, "email": "",
            "scope": ["g_profile", "openid", "profile"],
        })

    def sign_in(self, page, username):
        """At the provider's own pages, as somebody of its people; the first time they agree that we are told who they are."""
        page.wait_for_url(f"http://localhost:{self.port}/login.html**")
        page.get_by_text("OK", exact=True).wait_for()
        page.locator("input[type=text]").first.fill(username)
        page.locator("input[type=password]").first.fill(PASSWORD)
        page.get_by_text("OK", exact=True).click()
        self.go_on(page)

    def go_on(self, page):
        """Whoever is signed in there already is asked whether to go on."""
        page.wait_for_url(f"http://localhost:{self.port}/login.html**")
        page.get_by_text("Continue", exact=True).wait_for()
        if page.get_by_text("Client access grant").is_visible():
            for box in page.locator("input[type=checkbox]").all():
                box.check()
            page.get_by_role("button", name="Grant access").click()
            page.get_by_text("Client access grant").wait_for(state="hidden")
        page.get_by_text("Continue", exact=True).click()
        page.wait_for_url(lambda address: f"localhost:{self.port}" not in address)
