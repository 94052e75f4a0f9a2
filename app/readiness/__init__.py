"""Readiness: what a person's first attempts at unfamiliar problems say of the next one. Never one number for all."""
