"""What an operator sees of a running installation and can do about it: queues, workers, rooms, what failed."""
