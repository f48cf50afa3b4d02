"""What every test run needs before Django reads its settings; pyproject.toml loads it by `-p`."""

import atexit
import gc
import os
import shutil
import tempfile

import hypothesis
import pytest

os.environ["DUBAN_TESTING"] = "1"
# Tests make and drop objects by the million and leave few behind: the collector may look less often.
gc.set_threshold(100_000, 20, 20)
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DUBAN_HOME"] = tempfile.mkdtemp(prefix="duban-tests-")
    atexit.register(shutil.rmtree, os.environ["DUBAN_HOME"], ignore_errors=True)
else:
    # Files lie under their digest: one worker's test that damages a file would damage another's of the same words.
    os.environ["DUBAN_HOME"] += "/" + os.environ["PYTEST_XDIST_WORKER"]
    os.makedirs(os.environ["DUBAN_HOME"], exist_ok=True)

# How long one example takes says how busy the machine is. What must land tries the same examples each time; other runs look for new ones.
hypothesis.settings.register_profile("duban", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("duban")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip into a failure under CI=true, unless its reason names the papers in `../shared`."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if "shared" not in reason.lower():
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} could not run, and under CI it must: {reason}"
    return report
