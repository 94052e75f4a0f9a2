"""The pattern drill: a prompt, its pattern, its hidden intent, its trap; what was named comes back in time."""
