"""One module per criterion, each with `evidence(session)`: a pure function of what happened and what it was found."""
