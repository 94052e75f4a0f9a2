"""A package as a download."""

from starlette.responses import Response

from app.studio import archives
from app.studio.drafts import Files
from app.studio.models import PackageDraft


class ZipFile(Response):
    """A zip file that the browser saves under the package's name."""

    media_type = "application/zip"

    @classmethod
    def of(cls, draft: PackageDraft, files: Files) -> "ZipFile":
        """The package of a draft."""
        headers = {"Content-Disposition": f'attachment; filename="{draft.pattern}-{draft.slug}.zip"'}
        return cls(archives.pack(draft.pattern, draft.slug, files), headers=headers)
