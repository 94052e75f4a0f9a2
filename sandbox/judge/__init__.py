"""The grader framework: runs one job against a candidate's code and reports events.

It runs inside the judge container with the package, the hidden inputs and the secret seed. It knows nothing
of containers, databases or pages, and depends on the standard library, numpy, scipy, mpmath and `sandbox.wire`.
"""
