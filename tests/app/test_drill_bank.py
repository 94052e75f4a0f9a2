import re
from collections import Counter

import pytest

from app.drill.bank import FOLDER, MAX_WORDS, MIN_WORDS, PromptError, Step, bank, parse, read
from app.problems.patterns import PATTERNS

# The words by which a pattern calls itself. A prompt of that pattern has none of them.
OWN_WORDS = {
    "preprocessing": r"preprocess|normali[sz]|standardi[sz]|missing|imput|encod|clean|scal(e|ing)|invalid|malformed|one-hot|validat",
    "metrics": r"metric|accura|precision|recall|\bauc\b|\broc\b|rmse|\bmae\b|\bf1\b|confusion|evaluat|ndcg",
    "windows": r"window|rolling|sliding|moving|\blag|trailing|look-?back|time series",
    "sampling": r"sampl|imbalanc|weight|stratif|balanc|minority|majority",
    "components": r"softmax|sigmoid|logistic|gradient|\bloss|entropy|\blayer|scratch|attention|activation|optimi[sz]er|derivative",
    "debugging": r"\bbugs?\b|debug|\bfix|broken|wrong|incorrect|faulty|mistake",
    "shapes": r"shape|dimension|broadcast|\baxis|\baxes|matri|tensor|\bndim|index",
    "splits": r"\bsplit|\btrain|\btest|hold-?out|held[- ]out|leak|\bfold|cross-valid|validation",
    "sanity": r"sanity|\bcheck|verif|validat|\bassert|\btest",
}
PROMPTS = [prompt for prompt in bank().values() if prompt.looks_like is None]
DISGUISED = [prompt for prompt in bank().values() if prompt.looks_like is not None]

ONE = """format: 1
prompts:
  - id: one
    pattern: metrics
    prompt: {prompt}
    naming:
      why: A reason that is long enough to say why it holds here.
      wrong:
        splits: A reason that is long enough to say why it tempts.
        sanity: A reason that is long enough to say why it tempts.
        {third}: A reason that is long enough to say why it tempts.
    intent:
      right: The one that is right
      why: A reason that is long enough to say why it holds here.
      wrong:
        - {{choice: A choice that is not, why: A reason that is long enough to say why it tempts.}}
        - {{choice: Another that is not, why: A reason that is long enough to say why it tempts.}}
        - {{choice: {last}, why: A reason that is long enough to say why it tempts.}}
    trap:
      right: The one that is right
      why: A reason that is long enough to say why it holds here.
      wrong:
        - {{choice: A choice that is not, why: A reason that is long enough to say why it tempts.}}
        - {{choice: Another that is not, why: A reason that is long enough to say why it tempts.}}
        - {{choice: {last}, why: A reason that is long enough to say why it tempts.}}
    recovery: What is said aloud to recover from it, in a sentence.
"""


def one(*, prompt: str = "word " * 50, third: str = "windows", last: str = "A third that is not") -> str:
    return ONE.format(prompt=prompt, third=third, last=last)


def test_there_are_120_prompts_and_twelve_of_every_pattern() -> None:
    counts = Counter(prompt.pattern for prompt in PROMPTS)
    assert set(PATTERNS) == set(counts)
    assert 12 <= min(counts.values())
    assert 120 <= len(bank())
    assert 12 <= len(DISGUISED)


def test_every_prompt_is_a_situation_of_its_own() -> None:
    texts = [prompt.prompt.casefold() for prompt in bank().values()]
    openings = Counter(" ".join(text.split()[:6]) for text in texts)
    assert 1 == max(openings.values())
    words = [frozenset(re.findall(r"[a-z]{4,}", text)) for text in texts]
    alike = [(a, b) for i, a in enumerate(words) for b in words[:i] if len(a & b) > 0.4 * min(len(a), len(b))]
    assert [] == alike


def test_no_reason_or_choice_is_used_twice() -> None:
    said = Counter(
        text
        for prompt in bank().values()
        for text in (
            prompt.recovery,
            prompt.naming.why,
            *prompt.naming.wrong.values(),
            *(
                part
                for question in (prompt.intent, prompt.trap)
                for choice in question.choices()
                for part in (choice.text, choice.why)
            ),
        )
    )
    assert [] == [text for text, times in said.items() if times > 1]


@pytest.mark.parametrize("prompt", bank().values(), ids=lambda prompt: prompt.id)
def test_no_prompt_says_its_pattern(prompt) -> None:
    assert None is re.search(OWN_WORDS[prompt.pattern], prompt.prompt, re.IGNORECASE)


@pytest.mark.parametrize("step", [Step.INTENT, Step.TRAP])
def test_the_length_of_a_choice_says_nothing(step: Step) -> None:
    longest = shortest = 0
    for prompt in bank().values():
        right, *wrong = (
            len(choice.text) for choice in (prompt.intent if step is Step.INTENT else prompt.trap).choices()
        )
        longest += right > max(wrong)
        shortest += right < min(wrong)
    fair = len(bank()) / 4
    assert longest <= fair * 1.2
    assert shortest <= fair * 1.4


@pytest.mark.parametrize("step", [Step.PATTERN, Step.INTENT, Step.TRAP])
def test_the_right_choice_stands_everywhere_equally_often(step: Step) -> None:
    places: Counter[int] = Counter()
    for prompt in bank().values():
        for turn in range(20):
            places[[choice.right for choice in prompt.choices(step, seed=str(turn))].index(True)] += 1
    fair = places.total() / 4
    assert {0, 1, 2, 3} == set(places)
    assert all(abs(count - fair) < 0.15 * fair for count in places.values())


def test_each_pattern_is_offered_where_it_is_not_meant() -> None:
    offered = Counter(name for prompt in bank().values() for name in prompt.naming.wrong)
    assert all(offered[name] >= 12 for name in PATTERNS)


def test_code_in_texts_is_closed() -> None:
    for prompt in bank().values():
        assert all(text.count("`") % 2 == 0 for text in (prompt.prompt, prompt.recovery, prompt.trap.right)), prompt.id


def test_a_turn_keeps_its_order_of_choices() -> None:
    prompt = next(iter(bank().values()))
    assert prompt.choices(Step.TRAP, seed="a") == prompt.choices(Step.TRAP, seed="a")
    orders = {tuple(prompt.choices(Step.TRAP, seed=str(turn))) for turn in range(50)}
    assert 10 < len(orders)


def test_a_complete_file_is_read() -> None:
    assert ["one"] == list(parse("metrics.yaml", one()))


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (one(third="windoes"), 3, "there is no pattern windoes"),
        (one(third="metrics"), 3, "metrics is both the pattern and a wrong choice"),
        (one(third="sanity"), 11, "stands twice"),
        (one(last="The one that is right"), 12, "two choices have the same text"),
        (one(prompt="too short a prompt"), 3, f"{MIN_WORDS} to {MAX_WORDS}"),
        (one().replace("    recovery:", "    recovry:"), 3, "Field required"),
        (one().replace("format: 1", "format: 2"), 1, "less than or equal to 1"),
        (
            one() + one().partition("prompts:\n")[2],
            27,
            "one stands twice",
        ),
        ("prompts: ]", 1, ""),
    ],
)
def test_a_file_that_is_not_usable_names_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(PromptError) as raised:
        parse("metrics.yaml", text)
    assert ("metrics.yaml", line) == (raised.value.file, raised.value.line)
    assert said in str(raised.value)


def test_what_is_read_fast_is_what_is_read_with_care() -> None:
    assert read(FOLDER) == dict(bank())


def test_a_prompt_that_stands_in_two_files_is_refused(tmp_path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(one())
    with pytest.raises(PromptError, match=r"b\.yaml: one stands in another file"):
        read(tmp_path)
