"""What a request to the pages of an upload asks for, as dependencies: the upload, the form, where a list goes on.

Who is not signed in is led to the sign-in page before anything else is looked at.
"""

from typing import Annotated

from fastapi import Depends, Query, Request

from app.routers.manage_session import Operator, operator
from app.routers.sessions import ServiceSettings
from app.routers.small_bodies import small_form
from app.routers.upload_access import UploadAtHand, upload_for

ROWS = 50
"""How many rows of a list one page shows."""


async def form(request: Request, settings: ServiceSettings, _: Operator) -> dict[str, str]:
    """The fields of the form that a signed-in person sent."""
    return await small_form(request, settings)


Form = Annotated[dict[str, str], Depends(form)]
After = Annotated[int, Query(ge=0)]
SeenUpload = Annotated[UploadAtHand, Depends(upload_for(operator))]
"""The upload that the person may see."""
ChangedUpload = Annotated[UploadAtHand, Depends(upload_for(operator, to_change=True))]
"""The upload that the person may change."""


def page_of(upload: UploadAtHand, side: str = "") -> str:
    """The address of one side of an upload's page; of the first without `side`."""
    return f"/manage/uploads/{upload.id}{side}"
