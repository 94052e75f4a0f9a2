"""How problems behave as instruments: what they catch, how long they take, which checks say nothing."""
