"""Stage 6, compose: a release enters, one frozen report per forum and one for the city leave. Computes nothing that is not display."""

from pipeline.compose.city import compose_city
from pipeline.compose.district import CITY_SLUG, compose_districts
from pipeline.compose.index import compose_index
from pipeline.compose.material import Material, gather_material
from pipeline.compose.revision import note_revision
from pipeline.compose.since import compose_since
from pipeline.compose.values import record_published

__all__ = [
    "CITY_SLUG",
    "Material",
    "compose_city",
    "compose_districts",
    "compose_index",
    "compose_since",
    "gather_material",
    "note_revision",
    "record_published",
]
