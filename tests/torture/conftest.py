"""Long checks, run by `make torture` alone: minutes and hours, killed servers, filled disks. Each prints `TORTURE <check> <what>: <figure>`."""

import os

# They are not skipped in silence elsewhere: they are not part of `make test` at all.
collect_ignore_glob = [] if os.environ.get("DUBAN_TORTURE") == "1" else ["test_*.py"]
