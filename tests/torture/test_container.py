"""What deploy/Containerfile does, done by hand: wheels, a new environment without network, tables, an office, a page."""

import os
import re
import subprocess
import sys
import time

import pytest

from tests.servers import ROOT, free_port

pytestmark = pytest.mark.torture


def test_from_the_wheels_to_a_page(tmp_path):
    begun = time.monotonic()
    subprocess.run(["make", "wheels"], cwd=ROOT, check=True, capture_output=True, timeout=900)
    venv, home = tmp_path / "venv", tmp_path / "home"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True, timeout=120)
    install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-cache-dir",
        "--no-index",
        "--find-links",
        str(ROOT / "dist" / "wheels"),
        "duban",
    ]
    subprocess.run([venv / "bin" / "python", *install], check=True, timeout=600, cwd=tmp_path)
    outer = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DUBAN_", "DATABASE_URL", "DJANGO_", "PYTHON"))
    }
    env = {**outer, "DUBAN_HOME": str(home), "DUBAN_PRODUCTION": "1", "DUBAN_LOG": "json"}
    port, duban = free_port(), str(venv / "bin" / "duban")
    subprocess.run([duban, "migrate"], env=env, check=True, cwd=tmp_path, timeout=300, capture_output=True)
    subprocess.run(
        [duban, "setup", "xian", "示例县", "county-plan", "--code", "示政督"],
        env=env,
        check=True,
        cwd=tmp_path,
        timeout=120,
        capture_output=True,
    )
    server = subprocess.Popen(
        [duban, "serve", "--host", "0.0.0.0", "--port", str(port)],
        env=env,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        # The recipe's own check of health, with the port of this run.
        (check,) = re.findall(
            r'"(import urllib[^"]+)"', (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
        )
        check = check.replace(":8000", f":{port}")
        for _ in range(120):
            done = subprocess.run([venv / "bin" / "python", "-c", check], capture_output=True, check=False, timeout=30)
            if done.returncode == 0:
                break
            time.sleep(0.5)
        assert done.returncode == 0, done.stderr
        page = f"import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:{port}/login').read().decode())"
        assert (
            "督办"
            in subprocess.run(
                [venv / "bin" / "python", "-c", page], capture_output=True, text=True, check=True, timeout=30
            ).stdout
        )
    finally:
        server.terminate()
        assert server.wait(timeout=30) == 0
    print(f"TORTURE 47 container's steps by hand: from wheels to a page in {time.monotonic() - begun:.0f} s")
