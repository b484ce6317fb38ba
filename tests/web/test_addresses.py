"""Which addresses are of the internet, and which addresses people may write."""

from __future__ import annotations

import pytest

from index.errors import PageUnavailable, UnusableSetting
from index.ingestion.web.addresses import addresses_to_connect, is_public, resolve
from index.ingestion.web.urls import clean_url, shown_url
from tests.helpers.web import names


@pytest.mark.parametrize(
    "address",
    """127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
    100.64.0.1 100.127.255.255 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.0.0.8
    192.0.2.1 198.18.0.1 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1 fec0::1
    ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1
    64:ff9b::a9fe:a9fe 2002:7f00:1:: 2002:c0a8:101:: 2001:db8::1 100::1
    2001:0:7f00:1:0:0:f5ff:fffe 2606:4700::1%1 nonsense 1.2.3""".split(),
)
def test_addresses_of_the_own_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    """1.1.1.1 93.184.216.34 172.32.0.1 100.128.0.1 2606:4700:4700::1111 ::ffff:8.8.8.8
    64:ff9b::808:808 2002:808:808::""".split(),
)
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "017700000001", "localhost", "[::1]"]
)
async def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    """The system reads these as 127.0.0.1, so they are checked after it did."""
    with pytest.raises(PageUnavailable, match=r"not a public internet address|was not found"):
        await addresses_to_connect(f"http://{host}/", 80, resolve, ())


async def test_a_name_with_one_private_address_is_refused() -> None:
    resolving = names(inside_test="10.0.0.7", mixed_test=["1.1.1.1", "::1"], out_test="1.1.1.1")
    for host in ("inside", "mixed"):
        with pytest.raises(
            PageUnavailable, match=rf"{host}\.test is not a public internet address"
        ):
            await addresses_to_connect(f"https://{host}.test/", 443, resolving, ())
    assert await addresses_to_connect("https://out.test/", 443, resolving, ()) == ["1.1.1.1"]
    with pytest.raises(PageUnavailable, match=r"the host gone\.test was not found") as raised:
        await addresses_to_connect("https://gone.test/", 443, resolving, ())
    assert not raised.value.temporary


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        (" HTTPS://News.Example.ORG:443/a/B?x=1#part ", "https://news.example.org/a/B?x=1"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("https://example.org/a?utm_source=rss&id=7&utm_medium=x", "https://example.org/a?id=7"),
        ("https://example.org/?20251021&utm_source=rss", "https://example.org/?20251021"),
        ("https://example.org/a?q=a%20b+c&&x=&utm_id=1", "https://example.org/a?q=a%20b+c&&x="),
        ("https://zürich.example/ä", "https://xn--zrich-kva.example/ä"),
        ("https://Straße.example", "https://xn--strae-oqa.example/"),
        ("http://[2606:4700::1]:80/", "http://[2606:4700::1]/"),
        ("https://example.org./x", "https://example.org/x"),
    ],
)
def test_the_same_page_has_one_address(given: str, clean: str) -> None:
    assert clean_url(given) == clean
    assert clean_url(clean) == clean


@pytest.mark.parametrize(
    "given",
    [
        "", "example.org/x", "ftp://example.org/x", "file:///etc/passwd", "javascript:alert(1)",
        "http://", "http:///x", "http://example.org:99999/", "http://example.org:0/",
        "http://exa mple.org/", "http://example.org/a\nb", "http://[::1/", "what happened?",
        "http://example.org/" + "x" * 3_000, "http://a..b/x" + "\N{RIGHT-TO-LEFT OVERRIDE}",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_in_one_line(given: str) -> None:
    with pytest.raises(UnusableSetting) as raised:
        clean_url(given)
    assert len(str(raised.value)) < 300
    assert "address" in str(raised.value)


def test_passwords_and_keys_are_not_shown() -> None:
    with pytest.raises(UnusableSetting) as raised:
        clean_url("https://me:s3cret@example.org/feed")
    assert "s3cret" not in str(raised.value)
    assert shown_url("https://example.org/feed?key=s3cret") == "https://example.org/feed"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://user:s3cret@example.org/x",
        "https://user:s3cret@ho st/",
        "https://user:s3cret?x@example.org/",
        "user:s3cret@example.org",
        "example.org/feed?key=s3cret",
        "https://user:s3cret@example.org/" + "x" * 3_000,
    ],
)
def test_what_is_no_address_is_named_without_its_secrets(url: str) -> None:
    with pytest.raises(UnusableSetting) as raised:
        clean_url(url)
    assert "s3cret" not in str(raised.value)
    assert "address" in str(raised.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:s3cret@example.org:8443/a?key=s3cret", "https://example.org:8443/a"),
        ("http://s3cret@[::1]:80/a#s3cret", "http://[::1]:80/a"),
        ("http://[bad", "http://[bad"),
        ("http://user:s3cret@[bad?key=s3cret", "http://[bad"),
        ("user:s3cret@example.org/a", "example.org/a"),
        ("https:/user:s3cret@example.org/a", "example.org/a"),
        ("https://user:s3cret?x@example.org/a", "https://…"),
        ("https://user:s3cret#x@example.org/a?key=s3cret", "https://…"),
        ("https://user:s3cret/x@example.org/a", "https://example.org/a"),
        ("https://user:x@s3cret@example.org/a", "https://example.org/a"),
        ("https://example.org/@user/1?to=a@b.org", "https://example.org/@user/1"),
        ("https://example.org?to=s3cret", "https://example.org"),
    ],
)
def test_neither_a_login_nor_a_query_is_shown(url: str, shown: str) -> None:
    assert shown_url(url) == shown
