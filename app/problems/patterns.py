"""The vocabulary of the domain: patterns, levels, criteria, mistakes, primitives."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of interview problem, as the browse page explains it."""

    id: str
    title: str
    tests: str
    strong: str
    mistake: str


PATTERNS: dict[str, Pattern] = {
    pattern.id: pattern
    for pattern in (
        Pattern(
            "preprocessing",
            "Data preprocessing and validation",
            "Do you notice what real data does, and keep training and evaluation apart?",
            "States how missing values are treated, uses training statistics only, fails loudly on bad input.",
            "Statistics over all the data; malformed input passes unnoticed.",
        ),
        Pattern(
            "metrics",
            "Metrics and evaluation logic",
            "Do you know the definition, its undefined cases, and whether the metric fits the task?",
            "Says what labels and predictions are, handles undefined cases openly, justifies the aggregation.",
            "The formula without its edge cases.",
        ),
        Pattern(
            "windows",
            "Sliding windows and time",
            "Can you reason about time: boundaries, order, and what was known when?",
            "Says inclusive or exclusive, reads nothing from the future, checks a tiny example.",
            "Indexing that reads the future.",
        ),
        Pattern(
            "sampling",
            "Sampling, imbalance, weighting",
            "Do you see what imbalance does, and what correcting it costs?",
            "Says why imbalance matters here, weighs carefully, names the side effects.",
            "A fix applied mechanically.",
        ),
        Pattern(
            "components",
            "Model components from scratch",
            "Can you turn maths into code that stays right at the extremes?",
            "Guards against overflow and cancellation, and says why each guard is there.",
            "The right formula, numerically unstable.",
        ),
        Pattern(
            "debugging",
            "Debugging incorrect ML code",
            "Can you find what is wrong by reading, before changing anything?",
            "States the intent, explains what each bug does to the result, then fixes it.",
            "Editing before understanding the failure.",
        ),
        Pattern(
            "shapes",
            "Shapes, dimensions, indexing",
            "Do you know the shape of everything, and when broadcasting lies?",
            "States shapes, checks them, avoids compact tricks.",
            "Shapes assumed, never checked.",
        ),
        Pattern(
            "splits",
            "Train and test separation",
            "Is your evaluation honest?",
            "Separate code paths, fitted on training rows only, and a reason for the split.",
            "State shared between training and evaluation.",
        ),
        Pattern(
            "sanity",
            "Sanity checks and validation",
            "How would you know that it is right?",
            "Simple, fast checks that would catch a real bug and never cry wolf.",
            "Assuming it is right.",
        ),
    )
}


class Level(StrEnum):
    """The seniority a problem is written for."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"


class Criterion(StrEnum):
    """What is scored."""

    CORRECTNESS = "correctness"
    EDGE_CASES = "edge_cases"
    STABILITY = "stability"
    ML_AWARENESS = "ml_awareness"
    AMBIGUITY = "ambiguity"
    COMMUNICATION = "communication"
    READABILITY = "readability"
    INCREMENTAL = "incremental"
    VALIDATION = "validation"
    COLLABORATION = "collaboration"


class Mistake(StrEnum):
    """The ten mistakes."""

    PURE_CODING = "pure_coding"
    EDGE_CASES_LATE = "edge_cases_late"
    LEAKAGE = "leakage"
    EARLY_OPTIMISATION = "early_optimisation"
    SILENT_CODING = "silent_coding"
    WRONG_OBJECTIVE = "wrong_objective"
    SHAPES_ASSUMED = "shapes_assumed"
    NO_VALIDATION = "no_validation"
    DEFENSIVE = "defensive"
    OVERRUN = "overrun"


class Primitive(StrEnum):
    """The vocabulary of checks (`sandbox.judge.primitives`)."""

    ORACLE = "oracle"
    EDGE = "edge"
    METAMORPHIC = "metamorphic"
    PERTURB = "perturb"
    SPY = "spy"
    STABILITY = "stability"
    GRADIENT = "gradient"
    STATISTICAL = "statistical"
    DETERMINISM = "determinism"
    HYGIENE = "hygiene"
    LOUD = "loud"
    KILL = "kill"
    GROWTH = "growth"
