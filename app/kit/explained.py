"""The parent of errors that an operator reads: the message holds cause and remedy, so no traceback is shown."""


class Explained(RuntimeError):
    """Something outside the program is not as it needs it."""
