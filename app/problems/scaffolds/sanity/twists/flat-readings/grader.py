"""The extended contract is known to `bugs/` and `variants/`; nothing here changes."""
