"""Whether somebody is ready: what unfamiliar problems showed, by pattern and criterion, and how sure that is."""
