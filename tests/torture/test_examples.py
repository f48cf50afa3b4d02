"""Schemathesis with 200 examples an operation (RELIABILITY 26)."""

import os
import re
import subprocess
import sys

import pytest

from tests.servers import ROOT

pytestmark = pytest.mark.torture


def test_two_hundred_examples_an_operation():
    env = {**os.environ, "DUBAN_EXAMPLES": os.environ.get("DUBAN_EXAMPLES", "200")}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "tests/api/test_schemathesis.py"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=4 * 3600)
    passed = re.search(r"(\d+) passed in (\S+)", done.stdout)
    print(f"TORTURE 26 operations called with {env['DUBAN_EXAMPLES']} examples: {passed and passed[0]}")
    assert done.returncode == 0, done.stdout[-5000:]
