"""Authors at work: drafts of problem packages and the desk in the browser. Grading and publishing are not its own."""
