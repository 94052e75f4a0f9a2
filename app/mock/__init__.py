"""Mock pairs: two people who practise interview each other by turns."""
