"""Which jail the candidate containers of one engine use, and why."""

from sandbox.errors import JailRefused
from sandbox.inside.jails import UID, USERNS
from sandbox.settings import EngineSettings


class JailChoice:
    """``current`` is the jail to try; ``refused`` says why the stronger one is not in use."""

    def __init__(self, settings: EngineSettings) -> None:
        self._automatic = settings.jail == "auto"
        self.current = USERNS if self._automatic else settings.jail
        self.refused: str | None = None

    def after(self, jail: str, refusal: JailRefused) -> str:
        """The jail to take when ``jail`` was refused.

        Raises:
            JailRefused: there is no other, or the setting forbids it.
        """
        if jail != USERNS or not self._automatic:
            raise JailRefused(
                f"this host does not grant the {jail} jail: {refusal}. `holdout doctor` says what is missing; "
                "HOLDOUT_SANDBOX_JAIL=auto takes the best one there is."
            ) from refusal
        self.current, self.refused = UID, str(refusal)
        return UID
