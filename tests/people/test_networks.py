"""Whose word for an address is believed."""

import pytest

from duban.people import networks

PROXIES = networks.networks(["10.1.2.3", " 10.8.0.0/16 ", ""])


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # from outside the header means nothing
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the client wrote stands before
        ("::1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 127.0.0.1", "127.0.0.1"),  # this machine is believed only as the nearest
        ("10.1.2.3", "198.51.100.1, 203.0.113.9, 10.8.0.7", "203.0.113.9"),  # through two proxies
        ("10.1.2.4", "203.0.113.9", "10.1.2.4"),
        ("127.0.0.1", "203.0.113.9, rubbish", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9:51234", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::1]:443", "2001:db8::1"),
        ("127.0.0.1", "2001:0DB8:0::0001", "2001:db8::1"),
        ("127.0.0.1", "fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.9", None, "203.0.113.9"),
        ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("", "203.0.113.9", ""),
    ],
)
def test_the_header_is_believed_as_far_as_known_proxies_wrote_it(remote, forwarded, address):
    meta = {"REMOTE_ADDR": remote} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    assert networks.address_of(meta, PROXIES) == address


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
    ],
)
def test_one_client_is_one_address_or_one_64(address, client):
    assert networks.client_of(address) == client


def test_what_is_no_network_is_said():
    with pytest.raises(ValueError, match="nginx"):
        networks.networks(["nginx"])
