"""Programs for setting Holdout up and for checking it; none of them is part of the product."""
