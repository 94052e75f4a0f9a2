"""Simulated sessions: scripts of known character, and the timelines and verdicts that evidence is computed from."""
