"""Interviews: plan, people, invitations, lifecycle and clock. Knows nothing of what is typed in the room."""
