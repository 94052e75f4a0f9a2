"""Looking after people: who is there, inviting, roles, leaving and what they leave behind."""
