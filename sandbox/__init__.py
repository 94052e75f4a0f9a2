"""The execution engine: warm containers, plain-data wire, graders. It imports nothing from the web application."""
