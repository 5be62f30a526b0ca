"""Three Footbridge processes behind the proxies of docs/deploy: people notice neither a restart nor a death."""

import contextlib
import re
import urllib.request

import pytest

from browser import Browser, Died
from load import Cast
from machine import free_port, fresh_number, installed, wait_for
from proxy import HAProxy, Nginx

BESIDE = {"haproxy": HAProxy, "nginx": Nginx}
LARGEST_FORM = 256 * 1024


@pytest.fixture(params=BESIDE)
def proxy(request, scratch):
    if not installed(request.param, "openssl"):
        pytest.skip(f"{request.param} or openssl is not on this machine")
    proxy = BESIDE[request.param](scratch / f"{request.param}_{fresh_number()}", [free_port() for _ in range(3)])
    yield proxy.start()
    proxy.kill()


@pytest.fixture
def serve(proxy, postgresql_world, begin):
    """Starts the three processes behind the proxy, with what else they are told."""

    def serve(**settings):
        folder, found = postgresql_world.copy()
        told = found | proxy.settings | settings
        begun = [
            begin(postgresql_world, copied=(folder, told | {"FOOTBRIDGE_PORT": str(port)})) for port in proxy.backends
        ]
        wait_for("the proxy has found them", lambda: Browser(proxy.address, "nobody").get("/health").status == 200)
        return begun

    return serve


@pytest.fixture
def processes(serve):
    return serve()


def handed(process, routes):
    """How many requests of routes that begin so the process was handed since it began."""
    with urllib.request.urlopen(f"http://127.0.0.1:{process.port}/metrics", timeout=10) as answer:
        figures = answer.read().decode()
    counts = re.findall(rf'^footbridge_http_requests_total\{{.*"{re.escape(routes)}.*\}} (\d+)$', figures, re.M)
    return sum(map(int, counts))


def served(process):
    """How many pages of exchanges and forms about them the process was handed since it began."""
    return handed(process, "/exchanges/")


def test_a_killed_process_is_not_missed(processes, proxy, under_load):
    def each_dies(load):
        load.wait_for_confirmed(20)
        for process in processes:
            process.kill()
            load.wait_for_confirmed(20)
            process.start()
        wait_for("all three are at work again", lambda: all(map(served, processes)))

    scenario = f"3 × kill -9 of one of three behind {proxy.kind}"
    under_load(scenario, processes[0], each_dies, address=proxy.address)


def test_a_rolling_restart_loses_no_request(processes, proxy, under_load):
    def restart(load):
        for process in processes:
            load.wait_for_confirmed(20)
            process.stop()
            load.wait_for_confirmed(20)
            process.start()
        load.wait_for_confirmed(20)
        doubts = [f"{person.name}: {write.said}" for person in load.people for write in person.writes if write.doubts]
        assert not doubts, doubts

    found = under_load(f"rolling restart of three behind {proxy.kind}", processes[0], restart, address=proxy.address)
    assert found.unknown == 0 and found.not_stored == 0, found


def test_an_open_inbox_hears_through_the_proxy(processes, proxy):
    cast = Cast.of(proxy.address)
    priya, jamal = Browser(proxy.address, "Priya Shah").sign_in(), Browser(proxy.address, "Jamal Hussain").sign_in()
    exchange = next(exchange for exchange, sides in cast.sides.items() if sides == ("Jamal Hussain", "Priya Shah"))
    heard = priya.lines("/inbox/live")
    assert "retry" in next(heard)
    answer = jamal.act(f"/exchanges/{exchange}/messages", **{"message-message": "Heard through the proxy?"})
    assert answer.status == 303
    assert any(line == "event: change" for line in heard), "the open inbox heard nothing"
    assert "POST" in proxy.said_of_requests()
    assert exchange not in proxy.said_of_requests(), "the log of the proxy names an exchange"


def test_plain_http_is_sent_to_tls(processes, proxy):
    answer = Browser(("127.0.0.1", proxy.http), "nobody").get("/sign-in")
    assert answer.status == 301 and answer.location.startswith("https://127.0.0.1"), answer


def test_nobody_reads_figures_through_the_proxy(processes, proxy):
    assert Browser(processes[0].address, "this machine").get("/metrics").status == 200
    assert Browser(proxy.address, "nobody").get("/metrics").status == 404


def test_a_form_that_is_too_large_is_refused_in_words_and_one_that_is_not_arrives(processes, proxy):
    priya = Browser(proxy.address, "Priya Shah").sign_in()
    answer = priya.post("/demonstration/sign-in", account="x" * (LARGEST_FORM + 10_000))
    assert answer.status == 413 and "Shorten the text" in answer.text, answer
    assert priya.post("/demonstration/sign-in", account="x" * (LARGEST_FORM - 1000)).status in (404, 422)


def test_what_is_far_too_large_does_not_reach_footbridge(processes, proxy):
    stranger = Browser(proxy.address, "nobody")
    with contextlib.suppress(Died):
        assert stranger.post("/demonstration/sign-in", account="x" * 2_000_000).status == 413
    assert [handed(process, "/demonstration/sign-in") for process in processes] == [0, 0, 0]
    stranger.post("/demonstration/sign-in", account="x")
    assert sum(handed(process, "/demonstration/sign-in") for process in processes) == 1


def test_who_forges_where_they_come_from_is_counted_all_the_same(serve, proxy):
    serve(FOOTBRIDGE_REQUESTS_PER_MINUTE="60")
    stranger = Browser(proxy.address, "nobody")
    # Three processes let a minute's worth through each, twice where the minute changes.
    answers = [stranger.get("/health", **{"X-Forwarded-For": f"10.0.{n // 250}.{n % 250}"}).status for n in range(400)]
    assert 200 in answers and 429 in answers, set(answers)


def test_people_at_different_addresses_are_counted_apart(serve, proxy):
    processes = serve(FOOTBRIDGE_REQUESTS_PER_MINUTE="60")
    for process in processes:
        straight = Browser(process.address, "the proxy")
        answers = [straight.get("/health", **{"X-Forwarded-For": f"10.0.0.{n % 250}"}).status for n in range(125)]
        assert set(answers) == {200}
