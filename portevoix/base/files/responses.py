"""Gives a file back: always as an attachment, never as a page of ours."""

from django.http import FileResponse

from portevoix.base.files.models import StoredFile


def download(stored: StoredFile) -> FileResponse:
    """Return the file as a download. The caller has checked that the reader may have it."""
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.download_name, content_type="application/octet-stream"
    )
    response["Content-Length"] = str(stored.size)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
