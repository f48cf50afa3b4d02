"""Tables as `duban migrate` makes them, made once for all workers of a run and copied: how they are made has tests of its own."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
# All workers of a run have it, and it goes when the run ends.
_OF_THE_RUN = Path(os.environ["DUBAN_HOME"])
_PROGRAM = "import sys; from duban.cli import main; sys.exit(main(['migrate']))"


def migrated(home: Path, environment: dict[str, str]) -> None:
    """Put empty tables on SQLite, and the key they were made with, into a folder; `environment` is that of the commands to come."""
    is_testing = "DUBAN_TESTING" in environment
    made = _OF_THE_RUN / f"tables-{'testing' if is_testing else 'production'}"
    with made.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            kept = {name: value for name, value in environment.items() if not name.startswith(("DUBAN_", "DATABASE_"))}
            own = {name: environment[name] for name in ("DUBAN_TESTING", "DUBAN_PRODUCTION") if name in environment}
            with tempfile.TemporaryDirectory(prefix="duban-tables-", dir=made.parent) as folder:
                env = {**kept, **own, "DUBAN_HOME": folder}
                command = [sys.executable, "-c", _PROGRAM]
                subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, timeout=120)
                shutil.copytree(folder, made, copy_function=shutil.copy2)
    shutil.copytree(made, home, dirs_exist_ok=True)
