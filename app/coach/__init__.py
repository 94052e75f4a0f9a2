"""The coach of practice: the ten steps beside the editor, a place to say the first three, and what it answers."""
