"""What can go wrong on our side of the sandbox. Each says what to do about it."""


class SandboxFault(RuntimeError):
    """A fault of the platform: retried on another slot, never the candidate's."""


class NotRetried(SandboxFault):
    """A fault that another slot would meet as well."""


class EngineUnavailable(NotRetried):
    """There is no Docker engine to run in, or it refuses us."""


class SocketForbidden(EngineUnavailable):
    """There is an engine, and this process may not speak to it."""


class EngineTooOld(EngineUnavailable):
    """The engine's interface lacks what the sandbox asks of it."""


class ImageMissing(NotRetried):
    """The image of an environment has not been built on this machine."""


class UnknownEnvironment(NotRetried):
    """A problem names an environment that does not exist."""


class JailRefused(NotRetried):
    """The host does not grant what the chosen jail needs."""


class RuntimeUnfit(SandboxFault):
    """The sandbox does not come up under the container runtime of the settings."""


class HostLimit(NotRetried):
    """A setting asks for more than the engine's host has, or for what it does not know."""


class LimitTooHigh(NotRetried):
    """A problem's limits are above what a slot is given."""


class EngineBusy(NotRetried):
    """So many gradings wait that this one was not taken."""


class EngineClosed(NotRetried):
    """The engine was closed before the grading began."""

    def __init__(self) -> None:
        super().__init__("the grading engine is stopping. Try again when it is up.")


class FingerprintMismatch(NotRetried):
    """An image is not what this release, or its own tag, says it is."""


class ArchiveRefused(NotRetried):
    """An archive of images cannot be written, or is broken, or is not one of ours."""
