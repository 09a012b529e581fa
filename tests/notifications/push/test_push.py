from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from inkstead.background.models import Job
from inkstead.lib.refusals import Refused
from inkstead.notifications import actions
from inkstead.notifications.actions import News
from inkstead.notifications.models import Notice, PushEndpoint
from inkstead.notifications.push import guarded
from inkstead.notifications.push.keys import decoded, public_key
from tests.conftest import ClientOf
from tests.jobs import work_off
from tests.notifications.push.services import FakeBrowser, Service, push_service
from tests.threads import at_once
from tests.world import World


@pytest.fixture
def service(world: World, settings: Any) -> Iterator[Service]:
    settings.PUSH_LOCAL = True
    Job.objects.all().delete()
    with push_service() as running:
        yield running


def subscribed(world: World, service: Service, path: str = "/b1") -> FakeBrowser:
    browser = FakeBrowser()
    actions.subscribe(by=world.ben, endpoint=service.address + path, **browser.keys)
    return browser


def tell(world: World) -> Notice:
    actions.tell([world.ben.pk], News("part", f"part:{world.second.pk}", world.story.pk, world.second.pk))
    work_off("notifications")
    return Notice.objects.get(user=world.ben)


def test_a_push_reaches_each_browser_and_only_it_can_read_it(world: World, service: Service) -> None:
    browsers = {f"/b{number}": subscribed(world, service, f"/b{number}") for number in (1, 2)}
    notice = tell(world)
    assert sorted(path for path, _, _ in service.taken) == ["/b1", "/b2"]
    for path, headers, body in service.taken:
        told = browsers[path].read(body)
        assert told["body"] == "A new part of “The Lighthouse”: The Second Night"
        assert told["url"] == f"/me/notices/{notice.pk}/"
        assert b"Second Night" not in body
        assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "86400")
        with pytest.raises(Exception, match=r".*"):
            FakeBrowser().read(body)
    tell(world)
    assert len(service.taken) == 2


def test_the_service_can_tell_that_it_is_we_who_send(world: World, service: Service) -> None:
    subscribed(world, service)
    tell(world)
    [(_, headers, _)] = service.taken
    token, key = (part.strip() for part in headers["Authorization"].removeprefix("vapid t=").split(", k="))
    assert key == public_key()
    signed, _, signature = token.rpartition(".")
    raw = decoded(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(key))
    pair = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point.verify(pair, signed.encode(), ec.ECDSA(SHA256()))
    claims = json.loads(decoded(signed.split(".")[1]))
    assert claims["aud"] == service.address
    assert set(claims) == {"aud", "exp", "sub"}
    assert world.ben.email not in json.dumps(claims)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(world: World, service: Service, status: int) -> None:
    subscribed(world, service)
    service.status = status
    tell(world)
    assert PushEndpoint.objects.count() == 0


def test_a_service_in_trouble_is_tried_again_later(world: World, service: Service) -> None:
    subscribed(world, service)
    service.status = 503
    tell(world)
    job = Job.objects.get(task_path__endswith="push_notice")
    assert (job.state, job.attempts, PushEndpoint.objects.count()) == ("waiting", 1, 1)


def test_nothing_is_pushed_of_what_was_read_meanwhile(world: World, service: Service) -> None:
    subscribed(world, service)
    actions.tell([world.ben.pk], News("part", f"part:{world.second.pk}", world.story.pk, world.second.pk))
    actions.mark_all_read(by=world.ben, until=Notice.objects.latest("pk").pk)
    work_off("notifications")
    assert service.taken == []


def test_an_endpoint_that_is_sent_again_is_one_and_belongs_to_who_is_signed_in(world: World, service: Service) -> None:
    browser, address = FakeBrowser(), f"{service.address}/b"
    for user in (world.ben, world.ben, world.cleo):
        actions.subscribe(by=user, endpoint=address, **browser.keys)
    assert list(PushEndpoint.objects.values_list("user", flat=True)) == [world.cleo.pk]
    with pytest.raises(Refused, match="taken"):
        actions.subscribe(by=world.ben, endpoint=address, **FakeBrowser().keys)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://push.example/x",
        "https://user:word@push.example/x",
        "https://push.example:8443/x",
        "https://push.example/x#y",
        "https:///x",
        "https://[::1/x",
        "ftp://push.example/",
        "https://push.example/\r\nHost: evil",
        "https://push.example/a b",
        "https://push.example/" + "x" * 1000,
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://localhost./x",
        "https://push.localhost/x",
        "https://printer/x",
        "https://nas.local/x",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://10.0.0.1/x",
        "https://127.1/x",
        "https://0x7f000001/x",
        "https://2130706433/x",
        "https://169.254.169.254/x",
    ],
)
def test_what_is_no_address_of_a_push_service_is_refused(world: World, address: str) -> None:
    with pytest.raises(Refused, match="push service"):
        actions.subscribe(by=world.ben, endpoint=address, **FakeBrowser().keys)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "::1", "fe80::1%eth0", "fc00::1",
     "::ffff:10.0.0.1", "224.0.0.1", "100.64.0.1", "2002:7f00:1::"],
)  # fmt: skip
def test_no_address_inside_is_public(address: str) -> None:
    assert not guarded.is_public(address)
    assert guarded.is_public("93.184.215.14")
    assert guarded.is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_host_that_leads_inside_is_not_asked(world: World, settings: Any) -> None:
    """With the switch of the tests the same message arrives (above), so it is the guard that stops it."""
    settings.PUSH_LOCAL = True
    Job.objects.all().delete()
    with push_service() as service:
        browser = FakeBrowser()
        row = actions.subscribe(by=world.ben, endpoint=service.address, **browser.keys)
        settings.PUSH_LOCAL = False
        PushEndpoint.objects.filter(pk=row.pk).update(endpoint="https://localhost/x")
        tell(world)
        assert (service.taken, PushEndpoint.objects.count()) == ([], 0)


def test_keys_that_are_none_are_refused(world: World) -> None:
    good = FakeBrowser().keys
    for wrong in ({"p256dh": "AAAA"}, {"auth": "AAAA"}, {"p256dh": good["p256dh"][:-4] + "AAAA"}, {"auth": "é"}):
        with pytest.raises(Refused, match="keys"):
            actions.subscribe(by=world.ben, endpoint="https://push.example/x", **{**good, **wrong})


def test_subscribing_is_ones_own(world: World, client_of: ClientOf) -> None:
    given = {"endpoint": "https://push.example/x", **FakeBrowser().keys, "label": "Firefox on Linux"}
    stranger = client_of(None).post("/me/notices/push/", given)
    assert (stranger.status_code, PushEndpoint.objects.count()) == (403, 0)
    pk = client_of(world.ben).post("/me/notices/push/", given).json()["id"]
    assert "Firefox on Linux" in client_of(world.ben).get("/me/notices/choices/").content.decode()
    client_of(world.cleo).post(f"/me/notices/push/{pk}/end/")
    assert PushEndpoint.objects.count() == 1
    client_of(world.ben).post(f"/me/notices/push/{pk}/end/")
    assert PushEndpoint.objects.count() == 0
    script = client_of(None).get("/me/notices/worker.js")
    assert script["Content-Type"] == "text/javascript"
    assert b"fetch" not in script.content
    assert b"caches" not in script.content


@pytest.mark.django_db(transaction=True)
def test_the_same_browser_many_times_at_once_is_one() -> None:
    from tests.factories import make_user

    ben, keys = make_user("Ben"), FakeBrowser().keys
    at_once([lambda: actions.subscribe(by=ben, endpoint="https://push.example/x", **keys)] * 6)
    assert PushEndpoint.objects.count() == 1
