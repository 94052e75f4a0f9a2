"""A pair of containers, judge and candidate, and the conversation with its judge.

Owns the byte stream to the judge's standard input and output. Relays events; forms no verdict and never sees the
candidate's bytes.
"""

import asyncio
import json
import struct
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Self

import docker
from docker.errors import APIError
from docker.models.containers import Container

from sandbox import containers
from sandbox.errors import JailRefused, RuntimeUnfit, SandboxFault
from sandbox.images.catalogue import Image
from sandbox.inside.jails import USERNS
from sandbox.jail_choice import JailChoice
from sandbox.job import NOBODY_WAITS, Job
from sandbox.settings import EngineSettings
from sandbox.threads import in_thread

_FRAME = struct.Struct("<I")
_DOCKER_HEADER = struct.Struct(">BxxxI")
_STDOUT = 1
_START_SECONDS = 90.0  # importing torch from a cold disk on a busy machine takes half a minute
_MARGIN_SECONDS = 5.0
_FRAME_BYTES = 16 << 20


@dataclass(frozen=True)
class Images:
    """What the two containers of a pair are made from."""

    judge: Image
    candidate: Image


class Pair:
    """One warm slot. `serve` runs one job at a time; ``fit`` is False when it must be thrown away."""

    def __init__(
        self, client: docker.DockerClient, judge: Container, candidate: Container, streams: "_Streams", jail: str
    ) -> None:
        self.jail = jail
        self._client = client
        self._judge = judge
        self._candidate = candidate
        self._streams = streams
        self.fit = True
        self.served = 0
        self._shares = containers.ORDINARY_SHARES

    @classmethod
    async def start(
        cls, client: docker.DockerClient, images: Images, owner: str, settings: EngineSettings, choice: JailChoice
    ) -> Self:
        """Create and start both containers and wait until both are ready, under the jail of ``choice``.

        Raises:
            JailRefused: the host does not grant the chosen jail and no other may be taken.
            SandboxFault: with what Docker or the judge said.
        """
        jail = choice.current
        try:
            return await cls._start(client, images, owner, settings, jail)
        except JailRefused as refused:
            return await cls._start(client, images, owner, settings, choice.after(jail, refused))

    @classmethod
    async def _start(
        cls, client: docker.DockerClient, images: Images, owner: str, settings: EngineSettings, jail: str
    ) -> Self:
        created: list[Container] = []
        streams: _Streams | None = None
        try:
            judge = await in_thread(containers.create_judge, client, images.judge, owner, settings)
            created.append(judge)
            candidate = await in_thread(containers.create_candidate, client, images.candidate, judge, settings, jail)
            created.append(candidate)
            streams = await _attached(client, judge)
            await in_thread(_start, judge, candidate)
            async with asyncio.timeout(_START_SECONDS):
                ready = await streams.receive()
            if ready["refused"]:
                raise JailRefused(ready["refused"])  # noqa: TRY301 - the containers go the same way as after any failure
        except BaseException as error:
            if streams is not None:
                streams.close()
            await _remove(client, *created)
            if isinstance(error, (TimeoutError, APIError, OSError, EOFError)):
                raise _fault(error, jail, settings.runtime) from error
            raise
        return cls(client, judge, candidate, streams, jail)

    @property
    def digests(self) -> tuple[str, str]:
        """Of the images the containers were made from: judge, candidate."""
        return str(self._judge.attrs["Image"]), str(self._candidate.attrs["Image"])

    @property
    def alive(self) -> bool:
        """Whether the judge's stream is open; the judge leaves when its candidate container does."""
        return not self._streams.ended

    async def serve(self, job: Job) -> AsyncGenerator[dict[str, Any]]:
        """The judge's messages for one job, in order.

        Raises:
            SandboxFault: the judge faulted, fell silent or went away; the pair is then unfit.
        """
        self.served += 1
        finished, well = False, False
        deadline = asyncio.get_running_loop().time() + job.deadline_seconds + _MARGIN_SECONDS
        try:
            await self._weigh(
                containers.BACKGROUND_SHARES if job.priority in NOBODY_WAITS else containers.ORDINARY_SHARES
            )
            async with asyncio.timeout_at(deadline):  # Docker may have stopped reading
                await self._streams.send(json.dumps(job.for_the_judge()).encode())
            while (message := await self._next(deadline))["type"] != "job_ended":
                self._note(message)
                if message["type"] not in ("fault", "anomaly"):
                    finished = message["type"] == "finished"
                    yield message
            if message["failure"] or not finished:
                raise SandboxFault(str(message["failure"] or "the judge ended without a verdict"))
            well = True
        except (TimeoutError, OSError, EOFError, ValueError) as error:
            raise SandboxFault(f"the judge does not answer: {error!r}") from error
        finally:
            self.fit = self.fit and well

    def hold(self, held: bool) -> None:
        """Have the job that nobody waits for, or the next such one, stand aside, or go on."""
        self._streams.say(json.dumps({"hold": held}).encode())

    async def _weigh(self, shares: int) -> None:
        """What nobody waits for gives way to everything else on the same cores; a change of Docker's, so kept."""
        if shares != self._shares:
            await in_thread(containers.weigh, shares, self._judge, self._candidate)
            self._shares = shares

    async def _next(self, deadline: float) -> dict[str, Any]:
        async with asyncio.timeout_at(deadline):
            return await self._streams.receive()

    def _note(self, message: dict[str, Any]) -> None:
        if message["type"] == "anomaly":
            self.fit = False
        if message["type"] == "fault":
            raise SandboxFault(str(message["message"]))

    async def close(self) -> None:
        """Shut the stream first (an undrained one stalls Docker's removal), then remove both containers."""
        self._streams.close()
        await _remove(self._client, self._judge, self._candidate)


async def _remove(client: docker.DockerClient, *pair: Container) -> None:
    """Remove both containers, or the one that was made, and the volume they share."""
    await asyncio.gather(*(in_thread(containers.remove, container) for container in pair))
    if pair:
        await in_thread(containers.remove_volumes, client, pair[0])


async def _attached(client: docker.DockerClient, judge: Container) -> "_Streams":
    raw = await in_thread(containers.attach, client, judge)
    raw.setblocking(False)
    return _Streams(*await asyncio.open_connection(sock=raw))


def _fault(error: Exception, jail: str, runtime: str | None) -> SandboxFault:
    """What a failed start is called; a filter that the engine does not take stands in the way of one jail only."""
    said = str(error.explanation) if isinstance(error, APIError) else repr(error)
    if jail == USERNS and isinstance(error, APIError) and "seccomp" in said:
        return JailRefused(f"the engine does not take its system-call filter ({said})")
    if runtime is not None:
        return RuntimeUnfit(
            f"a sandbox did not start under the container runtime {runtime!r}: {said}. What a runtime must "
            'be able to do, and how gVisor is registered, stands under "gVisor" in docs/operations.md.'
        )
    return SandboxFault(f"a sandbox did not start: {said}. `holdout doctor` looks for the reason.")


def _start(judge: Container, candidate: Container) -> None:
    judge.start()
    candidate.start()


class _Streams:
    """Frames over Docker's multiplexed attach stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._stdout = bytearray()

    async def send(self, body: bytes) -> None:
        self.say(body)
        await self._writer.drain()

    def say(self, body: bytes) -> None:
        self._writer.write(_FRAME.pack(len(body)) + body)

    async def receive(self) -> dict[str, Any]:
        (length,) = _FRAME.unpack(await self._exactly(_FRAME.size))
        if length > _FRAME_BYTES:
            raise ValueError("the judge sent a frame above the limit")
        message = json.loads(await self._exactly(length))
        if not isinstance(message, dict) or "type" not in message:
            raise ValueError("the judge sent something that is not a message")
        return message

    async def _exactly(self, count: int) -> bytes:
        while len(self._stdout) < count:
            stream, size = _DOCKER_HEADER.unpack(await self._reader.readexactly(_DOCKER_HEADER.size))
            chunk = await self._reader.readexactly(size)
            if stream == _STDOUT:
                self._stdout += chunk
        part = bytes(self._stdout[:count])
        del self._stdout[:count]
        return part

    @property
    def ended(self) -> bool:
        return self._reader.at_eof()

    def close(self) -> None:
        self._writer.close()
