"""deploy/: the unit of systemd and the recipe of the container say what the program does, and give away nothing."""

import re
import shutil
import subprocess

import pytest

from duban.cli import COMMANDS
from tests.servers import ROOT

UNIT = (ROOT / "deploy" / "duban.service").read_text(encoding="utf-8")
RECIPE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def _settings():
    found = {}
    for line in UNIT.splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def test_the_unit_starts_what_there_is_and_starts_it_again():
    found = _settings()
    program, command, *words = found["ExecStart"][0].split()
    assert program.endswith("/bin/duban") and command in COMMANDS
    assert words == ["--host", "127.0.0.1", "--port", "8000"]
    assert found["Restart"] == ["always"] and found["User"] == ["duban"] and found["StateDirectoryMode"] == ["0700"]
    assert int(found["TimeoutStopSec"][0]) > 12, "the workers get twelve seconds to finish"


def test_the_command_runs_what_the_unit_runs_with_its_settings():
    found = _settings()
    lines = (ROOT / "deploy" / "duban").read_text(encoding="utf-8").splitlines()
    assert f". {found['EnvironmentFile'][0]}" in lines
    assert found["Environment"][0] in lines
    account = f"--reuid {found['User'][0]} --regid {found['Group'][0]} --init-groups"
    assert lines[-1] == f'exec setpriv {account} -- {found["ExecStart"][0].split()[0]} "$@"'
    assert subprocess.run(["sh", "-n", ROOT / "deploy" / "duban"], check=False).returncode == 0
    assert shutil.which(lines[-1].split()[1], path="/usr/bin:/bin"), "cron's path, by which the nightly backup runs"


def test_systemd_takes_the_unit_and_finds_it_hardened(tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: scripts/install_browser installs it")
    # What is not on this machine is put where it is: the program, its user.
    here = UNIT.replace("/srv/duban/venv/bin/duban", shutil.which("true")).replace(
        "Documentation=file:///srv", "Documentation=file:///usr"
    )
    file = tmp_path / "duban.service"
    file.write_text(here, encoding="utf-8")
    said = subprocess.run(["systemd-analyze", "verify", file], capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0 and not said.stderr.strip(), said.stderr
    # 0 is locked in, 10 is everything allowed; 2.0 is asked for, given in tenths.
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", file],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert said.returncode == 0, said.stdout[-300:]


def _steps():
    joined = re.sub(r"\\\n\s*", " ", RECIPE)
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def test_the_container_is_built_without_network_and_runs_as_nobody_special():
    steps = _steps()
    names = [name for name, _ in steps]
    assert set(names) <= {
        "FROM",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "WORKDIR",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "CMD",
    }
    assert names.count("FROM") == 2 and all(
        ":" in words and ":latest" not in words for name, words in steps if name == "FROM"
    )
    last = steps[len(names) - names[::-1].index("FROM") - 1 :]
    installs = [words for name, words in steps if name == "RUN" and "pip install" in words]
    assert installs and all("--no-index --find-links /wheels" in words for words in installs)
    assert not re.search(r"apt-get|curl|wget|https?://(?!127\.0\.0\.1)", " ".join(words for _, words in steps))
    (user,) = [words for name, words in last if name == "USER"]
    assert not user.startswith(("0", "root")) and [name for name, _ in last].index("USER") < [
        name for name, _ in last
    ].index("CMD")
    assert "HEALTHCHECK" in names and '"duban", "serve"' in dict(last)["CMD"]
    assert not re.search(r"SECRET|PASSWORD|TOKEN", RECIPE)
