"""`python -m duban.cli`: the same as `duban`."""

import sys

from duban.cli import main

sys.exit(main())
