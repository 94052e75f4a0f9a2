"""Practising: finding the next problem."""
