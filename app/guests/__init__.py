"""The first five minutes: the start page, a problem without an account, signing up."""
