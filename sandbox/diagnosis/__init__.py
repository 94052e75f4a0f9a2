"""Looking at the engine and its host: reaching it, what it enforces, what it lacks. Knows nothing of `app`."""
