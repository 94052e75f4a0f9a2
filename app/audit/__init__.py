"""The audit log: who did what to what, when and from where, in a chain that shows tampering."""
