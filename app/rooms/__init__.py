"""The live document of an interview: who types what, durable before it is told, on any number of web nodes."""
