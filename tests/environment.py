"""What every test run needs before Django reads its settings; pyproject.toml loads it by `-p`."""

import atexit
import os
import shutil
import tempfile

os.environ["DUBAN_TESTING"] = "1"
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DUBAN_HOME"] = tempfile.mkdtemp(prefix="duban-tests-")
    atexit.register(shutil.rmtree, os.environ["DUBAN_HOME"], ignore_errors=True)
