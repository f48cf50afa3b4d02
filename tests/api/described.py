"""What /api/openapi.json says, made once for all modules that walk over it."""

import json
from typing import Any

from duban.api.interface import api

DESCRIBED: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/")))
