"""Brings a bare machine to the point where Holdout runs. Standard library only: nothing is installed yet."""
