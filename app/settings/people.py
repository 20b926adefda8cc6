"""What people do on pages: forms, signing in, reporting what is wrong."""

from pydantic import Field
from pydantic_settings import BaseSettings


class PeopleSettings(BaseSettings):
    """What people do on pages: forms, signing in, reporting what is wrong."""

    form_max_bytes: int = Field(65_536, ge=1024, description="Largest form of a page, files aside, in bytes.")
    session_hours: float = Field(12.0, gt=0, le=720, description="How long a browser stays signed in.")
    sign_in_attempts_per_minute: int = Field(
        10, ge=1, le=10_000, description="Most attempts to sign in from one address in a minute."
    )
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
