"""The tables: SQLAlchemy models with every constraint and index. No queries live here."""

from app.models.access import ApiKey
from app.models.area import Area, AreaFact, AreaPopulation, AreaShare, DataSource
from app.models.asset import Asset, AssetIdentifier, Institution, Opportunity, Program
from app.models.asset_facet import AssetFacet
from app.models.asset_feature import AssetFeature
from app.models.base import Base
from app.models.coverage_run import CoverageRun
from app.models.duplicate import DuplicateDecision, UploadDuplicate, UploadMerge
from app.models.geocode import GeocodeAnswer
from app.models.history import AuditEntry, DataVersion
from app.models.overview import Overview, OverviewTile
from app.models.partner import EmbedPartner
from app.models.submission import Submission
from app.models.upload import Upload, UploadIssue, UploadRefusal, UploadRow
from app.models.upload_profile import UploadProfile

__all__ = [
    "ApiKey",
    "Area",
    "AreaFact",
    "AreaPopulation",
    "AreaShare",
    "Asset",
    "AssetFacet",
    "AssetFeature",
    "AssetIdentifier",
    "AuditEntry",
    "Base",
    "CoverageRun",
    "DataSource",
    "DataVersion",
    "DuplicateDecision",
    "EmbedPartner",
    "GeocodeAnswer",
    "Institution",
    "Opportunity",
    "Overview",
    "OverviewTile",
    "Program",
    "Submission",
    "Upload",
    "UploadDuplicate",
    "UploadIssue",
    "UploadMerge",
    "UploadProfile",
    "UploadRefusal",
    "UploadRow",
]
