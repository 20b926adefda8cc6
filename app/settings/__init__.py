"""Every knob and every limit of the service: typed, bounded, one sentence each.

Read from environment variables with the prefix ``STEMMAP_`` (``STEMMAP_PORT=9000``). Nothing else in the
code reads the environment, and no limit lives anywhere else. A module for each part of the service.
"""

from functools import lru_cache

from pydantic_settings import SettingsConfigDict

from app.settings.alliances import AllianceGiven, AllianceSettings
from app.settings.answers import AnswerSettings
from app.settings.callers import CallerSettings
from app.settings.coverage import CoverageSettings
from app.settings.drawing import DrawingSettings
from app.settings.loading import LoadingSettings
from app.settings.open_data import OpenDataSettings
from app.settings.pages import DOMAIN, PageSettings
from app.settings.people import PeopleSettings
from app.settings.service import ServiceSettings, default_home
from app.settings.studies import StudySettings
from app.settings.travel import TravelSettings
from app.settings.uploads import UploadSettings

__all__ = ["DOMAIN", "MILE_M", "AllianceGiven", "Settings", "default_home", "get_settings"]

MILE_M = 1609.344
"""One international mile in metres (NIST Handbook 44, exact)."""


class Settings(
    AllianceSettings,
    PageSettings,
    OpenDataSettings,
    LoadingSettings,
    PeopleSettings,
    UploadSettings,
    CallerSettings,
    DrawingSettings,
    StudySettings,
    TravelSettings,
    CoverageSettings,
    AnswerSettings,
    ServiceSettings,
):
    """All settings of one running service; the last part comes first in lists of them."""

    model_config = SettingsConfigDict(env_prefix="STEMMAP_", extra="ignore", frozen=True)


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
