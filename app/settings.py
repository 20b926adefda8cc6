"""Every knob and every limit of the service: typed, bounded, one sentence each.

Read from environment variables with the prefix ``STEMMAP_`` (``STEMMAP_PORT=9000``). Nothing else in the
code reads the environment, and no limit lives anywhere else.
"""

import os
import re
from functools import lru_cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MILE_M = 1609.344
"""One international mile in metres (NIST Handbook 44, exact)."""


DOMAIN = r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?"
"""A regular expression for `edu.wyoming.gov`, `*.wyo.edu`, `localhost:8080`: it can say nothing else in a header."""


def default_home() -> Path:
    """The data folder when none is named: a system folder for root, the XDG data folder for others."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/stemmap")
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "stemmap"


class Settings(BaseSettings):
    """All settings of one running service."""

    model_config = SettingsConfigDict(env_prefix="STEMMAP_", extra="ignore", frozen=True)

    # Where things are
    home: Path = Field(
        default_factory=default_home, description="Data folder: private database, secret, spool."
    )
    database_url: SecretStr | None = Field(
        None, description="Use this PostGIS (postgresql://…) instead of the private one in the data folder."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=64, description="Server processes.")
    public_url: str | None = Field(
        None, description="How the world reaches this service (https://…); default: the host of each request."
    )
    secret: SecretStr | None = Field(
        None,
        description="Key under which API keys are hashed; default: made once and kept in the data folder.",
    )

    # Database sessions
    pool_size: int = Field(10, ge=1, le=200, description="Database connections a worker keeps at most.")
    reader_pool_size: int = Field(
        4, ge=1, le=200, description="Connections for reading features a worker keeps at most."
    )
    pool_timeout_s: float = Field(3.0, gt=0, le=60, description="Longest wait for a free connection.")
    connect_timeout_s: int = Field(5, ge=1, le=60, description="Longest wait for a new connection.")
    read_timeout_s: float = Field(5.0, gt=0, le=600, description="Longest any read statement may run.")
    write_timeout_s: float = Field(120.0, gt=0, le=3600, description="Longest any write statement may run.")
    lock_timeout_s: float = Field(2.0, gt=0, le=60, description="Longest wait for a lock.")

    # Answers
    page_limit_default: int = Field(
        100, ge=1, le=10_000, description="Assets on a page unless asked otherwise."
    )
    page_limit_max: int = Field(1000, ge=1, le=10_000, description="Most assets on one page.")
    version_keep_s: float = Field(
        0.5, ge=0, le=60, description="How long a worker takes the data version for unchanged, in seconds."
    )
    counts_kept: int = Field(
        10_000,
        ge=1,
        le=10**6,
        description="Counts of questions, and beginnings of pages, that each worker keeps in memory.",
    )
    facet_rows_kept: int = Field(
        2_000_000,
        ge=0,
        le=10**9,
        description="Rows in which facets are counted that each worker keeps in memory, 12 bytes each.",
    )
    map_rows_kept: int = Field(
        1_000_000,
        ge=0,
        le=10**9,
        description="Points of the finder's map that each worker keeps in memory, 33 bytes each.",
    )
    compare_max: int = Field(4, ge=2, le=8, description="Most entries that `/compare` shows side by side.")
    relevance_ranked_max: int = Field(
        10_000,
        ge=1,
        le=10**6,
        description="Most matches of a search that are all ranked by relevance; of more, a sample of 500 is.",
    )
    query_string_max: int = Field(4096, ge=256, le=65_536, description="Longest query string, in bytes.")
    radius_max_m: float = Field(
        200_000, gt=0, le=1_000_000, description="Longest search or reach distance, in metres."
    )
    search_text_max: int = Field(
        200, ge=10, le=2000, description="Longest search text or place name, in characters."
    )
    map_points_max: int = Field(5000, ge=10, le=100_000, description="Most asset points sent to one map.")
    coverage_timeout_s: float = Field(10.0, gt=0, le=600, description="Longest a coverage query may run.")
    warm_up: bool = Field(
        True,
        description="Whether each worker visits its own pages when it starts, and again when the data have changed.",
    )
    coverage_at_once: int = Field(2, ge=1, le=32, description="Coverage questions answered at the same time.")
    coverage_wait_s: float = Field(
        3.0, gt=0, le=60, description="Longest wait of a coverage question for its turn."
    )
    coverage_kept: int = Field(
        16, ge=1, le=1000, description="Coverage answers kept in memory by each worker."
    )
    coverage_demands_kept: int = Field(
        48, ge=1, le=1000, description="Sets of demand points kept in memory by each worker."
    )
    coverage_layers_kept: int = Field(
        48, ge=4, le=1000, description="Sets of areas and facts kept in memory by each worker."
    )
    coverage_supply_rows_kept: int = Field(
        500_000,
        ge=0,
        le=10**8,
        description="Most public assets that each worker keeps in memory for coverage questions; of more, each "
        "question reads its own.",
    )
    coverage_raam_points_max: int = Field(
        20_000, ge=1, le=10**6, description="Most points of people for which rational agents are settled."
    )
    coverage_presets_max: int = Field(
        19, ge=1, le=100, description="Most presets that one agreement puts together."
    )
    coverage_bodies_kept: int = Field(
        16, ge=1, le=1000, description="Coverage answers kept in memory as they were sent, by each worker."
    )
    coverage_body_kept_max_bytes: int = Field(
        2 * 2**20, ge=0, le=2**30, description="Largest coverage answer kept in memory as it was sent."
    )
    coverage_rows_default: int = Field(
        50, ge=1, le=10_000, description="Worst areas in a coverage answer unless asked."
    )

    coverage_kernel: Literal["auto", "numba", "plain"] = Field(
        "auto", description="What sums over pairs of places and sites: numba where it is installed, or numpy."
    )
    coverage_threads: int = Field(2, ge=1, le=64, description="Threads one sum over pairs may use.")

    # Travel times
    travel_minutes_max: float = Field(
        240.0, gt=0, le=1440, description="Longest travel one may ask about, in minutes."
    )
    travel_pairs_max: int = Field(
        5_000_000, ge=1, le=10**9, description="Most rows of a travel table; 16 bytes each in memory."
    )
    travel_file_max_bytes: int = Field(
        256 * 2**20, ge=1024, le=2**34, description="Largest travel table that may be sent, in bytes."
    )
    travel_tables_max: int = Field(50, ge=0, le=10_000, description="Most travel tables that are kept.")
    router_url: str | None = Field(
        None,
        description="Address of an OSRM or Valhalla service that travel tables are made with; default: none is asked.",
    )
    router_kind: Literal["osrm", "valhalla"] = Field("osrm", description="Which protocol the service speaks.")
    router_profile: str = Field(
        "",
        pattern=r"^[A-Za-z0-9_-]{0,40}$",
        description="Profile (OSRM) or costing (Valhalla); default: driving, auto.",
    )
    router_pairs_max: int = Field(
        2500, ge=1, le=10**6, description="Most pairs in one request to the routing service."
    )
    router_timeout_s: float = Field(
        30.0, gt=0, le=600, description="Longest wait for one answer of the routing service."
    )
    router_at_once: int = Field(
        2, ge=1, le=4, description="Requests to the routing service at the same time."
    )
    router_tries: int = Field(
        4, ge=1, le=20, description="How often one request is sent while the routing service is busy."
    )
    router_wait_s: float = Field(
        1.0, ge=0, le=60, description="First wait before a request is sent again; it doubles each time."
    )
    router_snap_max_m: float = Field(
        5000.0, gt=0, le=100_000, description="Farthest a point may be from the road it is put on, in metres."
    )
    router_answer_max_bytes: int = Field(
        64 * 2**20,
        ge=1024,
        le=2**31,
        description="Largest answer of the routing service that is read, in bytes.",
    )

    # Sites and kept analyses
    siting_sites_max: int = Field(200, ge=1, le=10_000, description="Most new sites one question may choose.")
    siting_candidates_max: int = Field(
        60_000, ge=1, le=10**6, description="Most places among which new sites are chosen."
    )
    siting_pairs_max: int = Field(
        20_000_000,
        ge=1000,
        le=10**9,
        description="Most pairs of people's places and candidates within reach.",
    )
    what_if_changes_max: int = Field(
        500, ge=1, le=100_000, description="Most sites a what-if may add, close or move."
    )
    study_body_max_bytes: int = Field(
        4_194_304, ge=1024, le=10**9, description="Largest question about sites or of a run, in bytes."
    )
    runs_at_once: int = Field(
        1, ge=1, le=64, description="Analyses that run in the background at the same time."
    )
    runs_waiting_max: int = Field(20, ge=0, le=10_000, description="Analyses that may wait for their turn.")
    run_max_s: float = Field(
        600.0, gt=0, le=86_400, description="Longest search for a proof in the background."
    )
    run_inputs_max_bytes: int = Field(
        67_108_864, ge=1024, le=10**9, description="Most bytes kept of what an analysis was computed from."
    )
    run_result_max_bytes: int = Field(
        33_554_432, ge=1024, le=10**9, description="Largest result of an analysis that is kept, in bytes."
    )
    runs_anonymous_max: int = Field(
        200, ge=1, le=10**6, description="Analyses kept of callers without a key."
    )
    runs_anonymous_days: float = Field(
        90.0, gt=0, le=36_500, description="How long analyses of callers without a key are kept."
    )
    run_lost_s: float = Field(
        60.0,
        gt=0,
        le=86_400,
        description="After how long without a sign of life an analysis counts as broken off.",
    )

    # Reports and pictures
    print_at_once: int = Field(
        2, ge=1, le=32, description="PDF files and pictures each worker makes at the same time."
    )
    print_wait_s: float = Field(
        10.0, gt=0, le=60, description="Longest wait of a PDF file or picture for its turn."
    )
    print_timeout_s: float = Field(
        30.0, gt=0, le=600, description="Longest the making of a PDF file or picture may take."
    )
    print_memory_bytes: int = Field(
        768 * 2**20,
        ge=64 * 2**20,
        description="Memory the making of a PDF file or picture may take, in bytes.",
    )
    print_kept_bytes: int = Field(
        32 * 2**20,
        ge=0,
        le=2**32,
        description="PDF files and pictures kept in memory by each worker, in bytes.",
    )
    reports_kept: int = Field(
        16, ge=1, le=1000, description="Reports kept in memory by each worker, before they are drawn."
    )

    # Map tiles
    tile_points_max: int = Field(
        10_000,
        ge=1,
        le=10**6,
        description="Most points of one map tile; where there are more they are clustered.",
    )
    tile_memory_bytes: int = Field(
        64 * 2**20, ge=2**16, description="Finished map tiles kept in memory by each worker, in bytes."
    )
    tile_disk_bytes: int = Field(
        256 * 2**20,
        ge=2**16,
        description="Finished map tiles kept in the data folder by all workers, in bytes.",
    )
    overview_every_s: float = Field(
        5.0, ge=0, le=3600, description="Least time between two makings of the map tiles of low zooms."
    )
    # Fair use and the way of answers
    rate_limit: int = Field(
        6000,
        ge=0,
        le=10**9,
        description="Units an address may ask for in a minute, of each worker; 0: no limit.",
    )
    rate_limit_key: int = Field(
        60_000, ge=1, le=10**9, description="Units a key may ask for in a minute, of each worker."
    )
    rate_limit_callers_kept: int = Field(
        20_000, ge=1, le=10**6, description="Callers whose use each worker remembers."
    )
    rate_limit_look_ups: int = Field(
        60, ge=1, le=10**6, description="Unknown keys an address may try in a minute; more are passed over."
    )
    trusted_proxies: Annotated[
        tuple[str, ...],
        Field(description="Addresses or networks of proxies whose X-Forwarded-For is believed."),
    ] = ("127.0.0.1", "::1")
    compress_min_bytes: int = Field(
        1024, ge=0, le=10**6, description="Answers from this size on are compressed, in bytes."
    )
    compress_zstd_level: int = Field(3, ge=1, le=22, description="How hard zstd tries.")
    compress_br_level: int = Field(3, ge=0, le=11, description="How hard Brotli tries.")
    compress_gzip_level: int = Field(3, ge=1, le=9, description="How hard gzip tries.")

    # Filter expressions
    cql2_text_max: int = Field(
        4000, ge=16, le=100_000, description="Longest filter expression, in characters."
    )
    cql2_depth_max: int = Field(
        20, ge=2, le=100, description="How deep the conditions of a filter expression may be nested."
    )
    cql2_nodes_max: int = Field(
        300, ge=4, le=10_000, description="Most operators, properties and values in a filter expression."
    )
    cql2_vertices_max: int = Field(
        500, ge=1, le=10_000, description="Most vertices of one geometry in a filter expression."
    )

    # Uploads
    upload_max_bytes: int = Field(256 * 2**20, ge=1024, description="Largest upload, in bytes.")
    upload_max_rows: int = Field(250_000, ge=1, description="Most rows in one upload.")
    upload_max_columns: int = Field(200, ge=1, description="Most columns in one upload.")
    upload_max_cell_bytes: int = Field(10_240, ge=16, description="Largest cell, in bytes.")
    upload_max_name_bytes: int = Field(1000, ge=16, le=2000, description="Largest name or key, in bytes.")
    upload_max_unpacked_bytes: int = Field(
        400 * 2**20, ge=1024, description="Largest file in an archive, unpacked, in bytes."
    )
    upload_max_zip_entries: int = Field(500, ge=1, description="Most entries in an archive.")
    upload_max_zip_ratio: int = Field(
        50, ge=2, description="How many times larger an archive above 64 MiB may get when unpacked."
    )
    upload_max_feature_bytes: int = Field(
        8 * 2**20, ge=1024, description="Largest single feature of a map file, in bytes."
    )
    upload_max_vertices: int = Field(200_000, ge=1, description="Most vertices of one shape.")
    upload_max_depth: int = Field(
        64, ge=8, le=500, description="How deep lists and objects in a file may be nested."
    )
    upload_child_memory_bytes: int = Field(
        384 * 2**20,
        ge=32 * 2**20,
        description="Memory the reader of a workbook or map layer may take, in bytes.",
    )
    upload_child_cpu_s: int = Field(
        25, ge=1, le=3600, description="Processor time the reader of a workbook or map layer may take."
    )
    upload_child_wall_s: float = Field(
        30.0, gt=0, le=3600, description="Longest wait for the reader of a workbook or map layer."
    )
    upload_error_share_max: float = Field(
        0.2, ge=0, le=1, description="Share of refused rows above which an upload cannot be published."
    )
    wrong_state_rows_min: int = Field(
        5, ge=1, le=1_000_000, description="Rows of other states from which a file may be another state's."
    )
    wrong_state_share_min: float = Field(
        0.5, gt=0, le=1, description="Share of rows of other states from which a file is refused for that."
    )
    wrong_state_points_max: int = Field(
        200, ge=0, le=100_000, description="Most points looked up to name the state a file is of."
    )
    upload_values_max: int = Field(
        500,
        ge=1,
        le=10_000,
        description="Values that can be said to mean something in one upload; as many unknown ones are listed.",
    )
    upload_issues_inline: int = Field(
        100, ge=1, le=10_000, description="Row findings shown in the answer itself."
    )
    upload_timeout_s: float = Field(
        600.0, gt=0, le=7200, description="Longest a statement that checks or publishes an upload may run."
    )
    upload_tries: int = Field(
        3, ge=1, le=100, description="Times a check is tried while others hold what it needs."
    )
    upload_keep_days: int = Field(
        14,
        ge=1,
        le=3650,
        description="Days a checked upload waits to be published, and the file of a published one is kept.",
    )
    upload_conflicts_inline: int = Field(
        20, ge=1, le=1000, description="Assets named when an upload cannot be undone."
    )
    duplicate_score_min: float = Field(
        0.62, ge=0, le=1, description="Score from which two assets are shown as likely duplicates."
    )
    duplicate_block_max: int = Field(
        15, ge=2, le=1000, description="Most assets that share a name, phone or place and are still compared."
    )
    duplicate_pairs_max: int = Field(
        50_000, ge=1, description="Most pairs judged in one upload, those with the most alike names first."
    )
    uploads_at_once: int = Field(2, ge=1, le=32, description="Uploads read at the same time.")
    upload_body_timeout_s: float = Field(900.0, gt=0, le=3600, description="Longest wait for a whole upload.")

    upload_body_grace_s: float = Field(
        10.0, gt=0, le=600, description="How long an upload may come slower than the least rate."
    )
    upload_min_bytes_per_s: int = Field(
        8192, ge=1, description="Least rate of an upload's body, in bytes a second; a slower one is cut off."
    )
    uploads_waiting_max: int = Field(
        6,
        ge=0,
        le=1000,
        description="Uploads that may arrive or wait for their turn beside those being read.",
    )
    uploads_per_hour: int = Field(60, ge=1, description="Most uploads of one key in an hour.")
    upload_bytes_per_day: int = Field(2 * 2**30, ge=1024, description="Most bytes one key uploads in a day.")

    form_max_bytes: int = Field(65_536, ge=1024, description="Largest form of a page, files aside, in bytes.")

    # Signing in
    session_hours: float = Field(12.0, gt=0, le=720, description="How long a browser stays signed in.")
    sign_in_attempts_per_minute: int = Field(
        10, ge=1, le=10_000, description="Most attempts to sign in from one address in a minute."
    )

    # Reports by the public
    submissions_per_hour: int = Field(
        20, ge=1, le=100_000, description="Most reports from one address in an hour, of each worker."
    )
    submission_text_max: int = Field(
        2000, ge=100, le=10_000, description="Longest text of a report, in characters."
    )
    submissions_waiting_max: int = Field(
        2000, ge=1, le=10**6, description="Most reports of one state that wait to be read."
    )
    submission_email_days: int = Field(
        180, ge=1, le=3650, description="Days after which the e-mail address of who reported is forgotten."
    )

    # Geocoding of addresses
    geocoder: Literal["offline", "census"] = Field(
        "offline", description="Who finds addresses: offline (ZIP areas, towns, counties) or census."
    )
    geocoder_url: str = Field(
        "https://geocoding.geo.census.gov/geocoder/locations/addressbatch",
        pattern=r"^https?://",
        description="Where the Census Geocoder takes batches of addresses.",
    )
    geocoder_benchmark: str = Field(
        "Public_AR_Current", min_length=1, description="Address ranges the Census Geocoder searches."
    )
    geocoder_batch: int = Field(
        1000,
        ge=1,
        le=10_000,
        description="Addresses sent to the geocoder at a time; it takes 10,000 at most.",
    )
    geocoder_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Longest wait for one batch of the geocoder."
    )
    geocoder_tries: int = Field(3, ge=1, le=10, description="How often a batch is sent before giving up.")
    geocoder_max_addresses: int = Field(
        20_000, ge=0, le=1_000_000, description="Most addresses of one upload that the geocoder is asked for."
    )
    geocoder_keep_days: int = Field(
        365, ge=1, le=36_500, description="Days an answer of the geocoder is used before it is asked again."
    )
    # Official downloads
    load_max_bytes: int = Field(2**30, ge=1024, description="Largest official download, unpacked, in bytes.")
    load_max_rows: int = Field(2_000_000, ge=1, description="Most rows in an official download.")
    load_max_columns: int = Field(1000, ge=1, description="Most columns in an official download.")
    load_timeout_s: float = Field(
        1800.0, gt=0, le=86_400, description="Longest any statement of loading an official download may run."
    )
    census_api_url: str = Field(
        "https://api.census.gov/data", pattern=r"^https?://", description="Where the Census API answers."
    )
    census_api_key: SecretStr | None = Field(
        None, description="Key for the Census API; without one it answers few questions a day."
    )
    census_api_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Longest wait for one answer of the Census API."
    )

    # Crashes
    upload_sweep_every_s: float = Field(
        60.0, gt=0, le=86_400, description="How often uploads that nobody will finish are given up."
    )
    pause_file: Path | None = Field(
        None,
        description="For tests of crashes: a file naming a point at which the service waits; default none.",
    )

    # Open data
    publisher_name: str = Field(
        "STEM asset map",
        min_length=1,
        description="Who publishes the data, as catalogs of open data name them.",
    )
    contact_name: str = Field("STEM asset map", min_length=1, description="Whom to ask about the data.")
    contact_email: str = Field(
        "stem-asset-map@example.org",
        pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$",
        description="Where to ask about the data; set it before you register the catalog anywhere.",
    )
    data_license_url: str = Field(
        "https://creativecommons.org/licenses/by/4.0/",
        pattern=r"^https?://",
        description="Licence of the data that is given out.",
    )
    package_timeout_s: float = Field(
        120.0, gt=0, le=3600, description="Longest any statement of a whole data package or stream may run."
    )
    packages_at_once: int = Field(
        2, ge=1, le=32, description="Data packages each worker makes at the same time."
    )
    package_wait_s: float = Field(
        3.0, gt=0, le=60, description="Longest wait of a data package for its turn."
    )
    sitemap_urls_max: int = Field(
        50_000,
        ge=1,
        le=50_000,
        description="Most pages in one part of the sitemap; the protocol allows 50,000.",
    )
    bulk_timeout_s: float = Field(
        600.0, gt=0, le=7200, description="Longest the reading of a whole result may take, with its sending."
    )
    bulk_at_once: int = Field(4, ge=1, le=64, description="Whole results each worker sends at the same time.")
    bulk_wait_s: float = Field(3.0, gt=0, le=60, description="Longest wait of a whole result for its turn.")
    bulk_file_max_bytes: int = Field(
        2 * 2**30,
        ge=1024,
        description="Largest file made before it is sent (GeoPackage and the like), in bytes.",
    )
    xlsx_rows_max: int = Field(
        1_048_575, ge=1, le=1_048_575, description="Most assets in a workbook; the format takes no more."
    )
    snapshots_kept: int = Field(
        7, ge=1, le=10_000, description="Data versions whose snapshots are kept, the newest ones."
    )

    # The page
    time_zone: str = Field(
        "America/Denver", description="Where a day ends: a deadline of today counts until midnight there."
    )
    tiles_url: str | None = Field(
        None,
        description="External base map tiles, for example https://tile.example/{z}/{x}/{y}.png; default none.",
    )
    tiles_attribution: str = Field("", description="Credit line the tile provider asks for.")
    profiles_kept: int = Field(
        64, ge=1, le=10_000, description="Profiles of states and counties each worker keeps in memory."
    )
    stewards: tuple[str, ...] = Field(
        (), description="Who looks after a state's inventory, one text each: `NM: name, e-mail or address`."
    )
    embed_ancestors: tuple[str, ...] = Field(
        ("*",),
        description="Domains whose pages may show /embed without naming a partner; * for all, [] for none.",
    )
    embed_domains_max: int = Field(20, ge=1, le=100, description="Most domains of one partner.")
    six_states: Annotated[tuple[str, ...], Field(description="States of the front page, by postal code.")] = (
        "CO",
        "ID",
        "NM",
        "NV",
        "UT",
        "WY",
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            ip_network(text, strict=False)
        return value

    @field_validator("embed_ancestors")
    @classmethod
    def _are_domains(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            if text != "*" and not re.fullmatch(DOMAIN, text):
                raise ValueError(f"{text} is no domain: write * or one like edu.wyoming.gov or *.wyo.edu")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value} is no time zone: write one like America/Denver")
        return value

    @field_validator("router_url")
    @classmethod
    def _http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError(f"{value} is no address: write one like http://127.0.0.1:5000")
        return value.rstrip("/") if value else None

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
