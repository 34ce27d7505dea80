"""The HTTP API: everything the site shows as JSON, OpenAPI 3.1 at /api, problem objects for errors (RFC 9457).

Beside it stand the addresses that other programs expect of a site: health, metrics, OPML, site maps, robots.
"""

from siyaq.api.document import openapi_config
from siyaq.api.meter import METER, SLOT_BYTES, metered
from siyaq.api.problem import owns, problem
from siyaq.api.route import routes
from siyaq.api.validator import validated

__all__ = ["METER", "SLOT_BYTES", "metered", "openapi_config", "owns", "problem", "routes", "validated"]
