"""Real servers that say who somebody is, each started by the tests on a free port of this machine and stopped by them."""

import datetime
import ipaddress
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SECRET = "Directory-2026!"
NAME = "sanmenxia-2019.clerk"
BASE = "ou=people,dc=example,dc=cn"


@pytest.fixture(scope="session")
def cas_server(tmp_path_factory):
    """The address of a CAS server that knows the clerk."""
    folder = tmp_path_factory.mktemp("cas")
    env = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    program = Path(__file__).parent / "cas_server.py"
    with subprocess.Popen(
        [sys.executable, str(program), str(folder), NAME, SECRET], env=env, stdout=subprocess.PIPE, text=True
    ) as server:
        port = server.stdout.readline().strip()
        assert port, "the CAS server did not start"
        yield f"http://127.0.0.1:{port}/"
        server.terminate()


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    """The address of a directory (slapd) with the clerk, and the certificate under which it speaks TLS."""
    slapd = shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if slapd is None:
        if os.environ.get("CI") == "true":
            pytest.fail("slapd is not installed: scripts/install_browser")
        pytest.skip("slapd is not installed: scripts/install_browser")
    folder = tmp_path_factory.mktemp("ldap")
    (folder / "data").mkdir()
    _certificate(folder)
    (folder / "slapd.conf").write_text(_CONFIGURATION.format(folder=folder, modules=_modules()))
    (folder / "people.ldif").write_text(_PEOPLE)
    filled = subprocess.run(
        [slapd, "-T", "add", "-f", str(folder / "slapd.conf"), "-l", str(folder / "people.ldif")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert filled.returncode == 0, filled.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen(
        [slapd, "-d", "0", "-h", f"ldap://127.0.0.1:{port}", "-f", str(folder / "slapd.conf")],
        stderr=subprocess.DEVNULL,
    ) as server:
        _wait_for(port, server)
        yield f"ldap://127.0.0.1:{port}", folder / "tls.crt"
        server.terminate()


def _modules():
    return next((str(path.parent) for path in Path("/usr/lib").rglob("back_mdb.la")), "/usr/lib/ldap")


def _wait_for(port, server):
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, "slapd ended"
        time.sleep(0.05)
    raise AssertionError("slapd does not listen")


def _certificate(folder):
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")]),
    )
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "tls.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (folder / "tls.crt").write_bytes(made.public_bytes(pem))


_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath {modules}
moduleload back_mdb
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/tls.crt
TLSCertificateKeyFile {folder}/tls.key
database mdb
suffix "dc=example,dc=cn"
directory {folder}/data
rootdn "cn=reader,dc=example,dc=cn"
rootpw reader
access to attrs=userPassword by anonymous auth by * none
access to * by * read
"""
_PEOPLE = f"""\
dn: dc=example,dc=cn
objectClass: dcObject
objectClass: organization
o: example
dc: example

dn: {BASE}
objectClass: organizationalUnit
ou: people

dn: uid={NAME},{BASE}
objectClass: inetOrgPerson
uid: {NAME}
cn: Clerk
sn: Clerk
userPassword: {SECRET}

dn: uid=stranger,{BASE}
objectClass: inetOrgPerson
uid: stranger
cn: Stranger
sn: Stranger
userPassword: {SECRET}
"""
