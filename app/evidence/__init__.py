"""What an interview shows about each criterion: gathered afterwards, linked to its moment, judged by people only."""
