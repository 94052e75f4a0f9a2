"""Packages as uploads and downloads; packing and unpacking leave the event loop alone."""

import asyncio

from fastapi import UploadFile
from starlette.responses import Response

from app.studio import archives
from app.studio.drafts import Files
from app.studio.models import PackageDraft


class ZipFile(Response):
    """A zip file that the browser saves."""

    media_type = "application/zip"


async def packed(draft: PackageDraft, files: Files) -> ZipFile:
    """The package of a draft, under its name."""
    data = await asyncio.to_thread(archives.pack, draft.pattern, draft.slug, files)
    return ZipFile(data, headers={"Content-Disposition": f'attachment; filename="{draft.pattern}-{draft.slug}.zip"'})


async def uploaded(archive: UploadFile) -> archives.Unpacked:
    """The package in an upload. UnfitArchive for what is none."""
    return await asyncio.to_thread(archives.unpack, await archive.read())
