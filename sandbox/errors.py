"""What can go wrong on our side of the sandbox. Each says what to do about it."""


class SandboxFault(RuntimeError):
    """A fault of the platform: retried on another slot, never the candidate's."""


class EngineUnavailable(SandboxFault):
    """There is no Docker engine to run in, or it refuses us."""


class ImageMissing(SandboxFault):
    """The image of an environment has not been built on this machine."""


class UnknownEnvironment(SandboxFault):
    """A problem names an environment that does not exist."""


class JailRefused(SandboxFault):
    """The host does not grant what the chosen jail needs."""


class FingerprintMismatch(SandboxFault):
    """An image is not what this release, or its own tag, says it is."""


class ArchiveRefused(SandboxFault):
    """An archive of images cannot be written, or is broken, or is not one of ours."""
