"""Trust: what is kept of people and for how long, erasure and export, the audit log's pages, webhooks."""
