"""Drafts of packages: what a save keeps, what it refuses, and what the history can still tell."""

import asyncio
import tracemalloc
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from app.attempts.grading import Worker
from app.errors import Invalid, NotFound, TooManyRequests
from app.identity.actor import Actor, Role
from app.problems import service as problems
from app.problems import upgrades
from app.problems.errors import DraftChanged, DraftClosed, DraftOpen, FileChanged, NameTaken, PackageTooLarge, UnfitName
from app.problems.loader import build
from app.problems.models import ProblemVersion
from app.studio import drafts, tasks, verifying
from app.studio.models import PackageDraft, PackageDraftChange, PackageDraftFile, Verification
from tests.app import packages
from tests.app.standin import StandIn

OTHER = packages.PROBLEM.replace("uuid: 5f", "uuid: 6f").replace("number: 7", "number: 8")


@pytest.fixture
async def author(sign_in) -> Actor:
    return (await sign_in("author@example.com", Role.AUTHOR)).actor


@pytest.fixture
async def draft(sessions, clock, author) -> UUID:
    async with sessions.begin() as session:
        return await drafts.create(session, clock, author, pattern="metrics", slug="share", title="Share of clicks")


@pytest.fixture
def save(sessions, clock, author, draft):
    """Save over a revision of the file."""

    async def save(path: str, text: str, base: int, by: Actor = author) -> int:
        async with sessions.begin() as session:
            return (await drafts.save(session, clock, by, draft, path, text=text, base_revision=base)).revision

    return save


async def test_a_new_draft_is_a_complete_package_with_the_next_number(sessions, clock, author, draft) -> None:
    async with sessions() as session:
        revision, files = await drafts.files(session, draft)
    package = build("metrics", "share", files)
    assert (1, 1, "Share of clicks") == (revision, package.spec.number, package.spec.title)
    async with sessions.begin() as session:
        other = await drafts.create(session, clock, author, pattern="metrics", slug="other", title="")
        _, files = await drafts.files(session, other)
    assert build("metrics", "other", files).spec.number == 2


async def test_a_draft_of_a_version_begins_with_its_files(sessions, clock, author) -> None:
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
        found = await problems.find(session, author, "metrics", "double")
        opened = await drafts.create_from_version(session, clock, author, found.current_version_id)
        _, files = await drafts.files(session, opened)
        assert files == packages.files()
        with pytest.raises(DraftOpen) as refused:
            await drafts.create_from_version(session, clock, author, found.current_version_id)
        assert refused.value.fields["draft"] == str(opened)


async def test_the_number_of_a_new_problem_is_one_that_the_bank_and_other_drafts_have_not(
    sessions, clock, author, problem
) -> None:
    async with sessions.begin() as session:  # the bank has number 7
        for number, slug in ((8, "one"), (9, "two")):
            opened = await drafts.create(session, clock, author, pattern="metrics", slug=slug, title="")
            _, files = await drafts.files(session, opened)
            assert number == build("metrics", slug, files).spec.number


async def test_nobody_but_authors_and_administrators_finds_a_draft(sessions, clock, sign_in, draft) -> None:
    for role in (Role.INTERVIEWER, Role.REVIEWER, Role.CANDIDATE):
        other = (await sign_in(f"{role}@example.com", role)).actor
        async with sessions() as session:
            with pytest.raises(NotFound):
                await drafts.save(session, clock, other, draft, "grader.py", text="x", base_revision=1)
            with pytest.raises(NotFound):
                await drafts.create(session, clock, other, pattern="metrics", slug="mine", title="")
            with pytest.raises(NotFound):
                await drafts.restore(session, clock, other, draft, 1, base_revision=1)
    admin = (await sign_in("admin@example.com", Role.ADMIN)).actor
    async with sessions() as session:
        assert (await drafts.save(session, clock, admin, draft, "grader.py", text="x", base_revision=1)).revision == 2


async def test_two_who_edit_one_file_are_told_of_each_other_and_both_texts_stay(save) -> None:
    assert await save("starter.py", "mine\n", 1) == 2
    with pytest.raises(FileChanged) as refused:
        await save("starter.py", "yours\n", 1)
    assert {"path": "starter.py", "text": "mine\n", "revision": 2} == refused.value.fields
    assert await save("grader.py", "another file\n", 1) == 3


async def test_saves_at_the_same_moment_lose_nothing(save, sessions, draft) -> None:
    saves = [save("starter.py", f"{each}\n", 1) for each in range(8)]
    outcomes = await asyncio.gather(*saves, return_exceptions=True)
    assert 7 == sum(isinstance(each, FileChanged) for each in outcomes)
    names = [f"solutions/accepted/by_{each}.py" for each in range(8)]
    assert set(range(3, 11)) == set(await asyncio.gather(*(save(name, "x", 0) for name in names)))
    async with sessions() as session:
        _, files = await drafts.files(session, draft)
    assert set(names) <= set(files)


async def test_a_removed_file_is_not_written_again_by_a_stale_tab(sessions, clock, save, author, draft) -> None:
    async with sessions.begin() as session:
        assert await drafts.remove(session, clock, author, draft, "starter.py", base_revision=1) == 2
    with pytest.raises(FileChanged) as refused:
        await save("starter.py", "typed meanwhile\n", 1)
    assert refused.value.fields["text"] is None
    assert await save("starter.py", "typed meanwhile\n", 0) == 3


async def test_a_text_is_kept_byte_for_byte(save, sessions, draft) -> None:
    text = "a\r\nb\x00\u2028é\t \n\n"
    await save("starter.py", text, 1)
    async with sessions() as session:
        assert (await drafts.files(session, draft))[1]["starter.py"] == text


@pytest.mark.parametrize(
    "path",
    ["", "x.py", "../grader.py", "/grader.py", "solutions/accepted/../x.py", "grader.py\n", "solutions/accepted/é.py",
     "solutions\\accepted\\x.py", "solutions/accepted/x.pyc", f"solutions/accepted/{'x' * 200}.py", "a\0b"],
)  # fmt: skip
async def test_a_name_without_a_place_in_a_package_is_refused(save, path) -> None:
    with pytest.raises(UnfitName):
        await save(path, "x", 0)


async def test_names_that_differ_in_capital_letters_only_are_one(save, sessions, clock, author, draft) -> None:
    revision = await save("solutions/accepted/loops.py", "x", 0)
    with pytest.raises(NameTaken):
        await save("solutions/accepted/Loops.py", "x", 0)
    async with sessions.begin() as session:
        to = "solutions/accepted/Loops.py"
        path = "solutions/accepted/loops.py"
        renamed = await drafts.rename(session, clock, author, draft, path, to=to, base_revision=revision)
        assert (to, "x") == (renamed.path, renamed.text)
        with pytest.raises(NameTaken):
            await drafts.rename(session, clock, author, draft, to, to="grader.py", base_revision=renamed.revision)


async def test_what_is_too_large_is_refused(save, monkeypatch) -> None:
    with pytest.raises(PackageTooLarge, match=r"starter\.py is over 512 KiB"):
        await save("starter.py", "x" * (512 * 1024 + 1), 1)
    monkeypatch.setattr(drafts, "MAX_FILES", 5)
    with pytest.raises(PackageTooLarge, match="at most 5 files"):
        await save("solutions/accepted/one_more.py", "x", 0)
    monkeypatch.setattr(drafts, "MAX_FILES", 500)
    monkeypatch.setattr(drafts, "MAX_PACKAGE", 10_000)
    with pytest.raises(PackageTooLarge, match="at most"):
        await save("starter.py", "x" * 10_000, 1)


async def _changes(sessions, draft: UUID) -> list[tuple[int, str]]:
    async with sessions() as session:
        found = select(PackageDraftChange.revision, PackageDraftChange.path).where(PackageDraftChange.draft_id == draft)
        return [(row.revision, row.path) for row in await session.execute(found.order_by(PackageDraftChange.revision))]


async def test_what_one_person_types_within_two_minutes_is_one_change(save, sessions, clock, sign_in, draft) -> None:
    other = (await sign_in("other@example.com", Role.AUTHOR)).actor
    await save("starter.py", "a", 1)
    clock.advance(timedelta(seconds=100))
    await save("starter.py", "ab", 2)
    assert [(3, "starter.py")] == await _changes(sessions, draft)
    clock.advance(timedelta(seconds=30))
    await save("starter.py", "abc", 3)  # two minutes after the first
    await save("starter.py", "abcd", 4, by=other)
    await save("grader.py", "b", 1, by=other)
    await save("starter.py", "abcde", 5, by=other)
    await save("starter.py", "abcde" + "f" * 500, 7, by=other)
    assert [3, 4, 5, 6, 7, 8] == [revision for revision, _ in await _changes(sessions, draft)]


async def test_every_state_that_was_there_can_be_read_and_brought_back(save, sessions, clock, author, draft) -> None:
    async with sessions() as session:
        states = {1: (await drafts.files(session, draft))[1]}
    for path, text, base in [
        ("starter.py", "one\n", 1), ("solutions/accepted/new.py", "new\n", 0), ("starter.py", "two\n", 2),
    ]:  # fmt: skip
        clock.advance(timedelta(minutes=5))
        revision = await save(path, text, base)
        async with sessions() as session:
            states[revision] = (await drafts.files(session, draft))[1]
    async with sessions() as session:
        assert states == {revision: await drafts.files_at(session, draft, revision) for revision in states}
        with pytest.raises(NotFound):
            await drafts.files_at(session, draft, 5)
    async with sessions.begin() as session:
        with pytest.raises(DraftChanged):
            await drafts.restore(session, clock, author, draft, 1, base_revision=3)
        assert await drafts.restore(session, clock, author, draft, 1, base_revision=4) == 6
        assert (await drafts.files(session, draft))[1] == states[1]
        assert await drafts.files_at(session, draft, 4) == states[4]


async def test_a_state_somebody_relies_on_is_not_typed_over(save, sessions, draft) -> None:
    await save("starter.py", "a", 1)
    async with sessions.begin() as session:
        revision, files = await drafts.keep(session, draft)
    await save("starter.py", "ab", 2)
    async with sessions() as session:
        assert files == await drafts.files_at(session, draft, revision)
        assert files["starter.py"] == "a"


async def test_old_changes_are_forgotten_and_said_to_be(save, sessions, clock, draft, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "MAX_CHANGES", 3)
    for revision in range(1, 7):
        clock.advance(timedelta(minutes=3))
        await save("starter.py", str(revision), revision)
    async with sessions() as session:
        assert 3 == (await session.execute(select(func.count()).select_from(PackageDraftChange))).scalar()
        assert (await drafts.files_at(session, draft, 4))["starter.py"] == "3"
        with pytest.raises(NotFound):
            await drafts.files_at(session, draft, 3)


async def test_large_texts_push_old_changes_out_but_never_the_newest(save, sessions, clock, draft, monkeypatch) -> None:
    monkeypatch.setattr(drafts, "MAX_HISTORY", 1000)
    for revision, length in enumerate([10, 300, 310, 2000], 1):
        clock.advance(timedelta(minutes=3))
        await save("starter.py", "x" * length, revision)
    assert [(5, "starter.py")] == await _changes(sessions, draft)
    async with sessions() as session:
        assert "x" * 310 == (await drafts.files_at(session, draft, 4))["starter.py"]


async def test_what_was_taken_back_within_a_change_leaves_none(save, sessions, draft) -> None:
    async with sessions() as session:
        before = (await drafts.files(session, draft))[1]
    await save("starter.py", "typed\n", 1)
    await save("starter.py", before["starter.py"], 2)
    assert [] == await _changes(sessions, draft)
    async with sessions() as session:
        assert before == (await drafts.files(session, draft))[1] == await drafts.files_at(session, draft, 1)


async def test_a_draft_that_was_put_away_can_only_be_read_and_makes_room_for_another(
    save, sessions, clock, author, draft
) -> None:
    async with sessions.begin() as session:
        await drafts.put_away(session, clock, author, draft)
    with pytest.raises(DraftClosed):
        await save("starter.py", "x", 1)
    async with sessions.begin() as session:
        assert draft != await drafts.create(session, clock, author, pattern="metrics", slug="share", title="")


async def test_a_closed_draft_is_kept_for_a_while_and_then_all_of_it_goes(save, sessions, clock, author, draft) -> None:
    async with sessions.begin() as session:
        verified = await verifying.text_of(session, clock, await session.get_one(PackageDraft, draft))
        values = {"status": "finished", "mutants": False, "requested_by": author.id, "created_at": clock.now()}
        session.add(Verification(draft_id=draft, revision=1, version_id=verified.id, **values))
    await save("starter.py", "x\n", 1)
    async with sessions.begin() as session:
        await drafts.put_away(session, clock, author, draft)
        other = await drafts.create(session, clock, author, pattern="metrics", slug="share", title="")
    worker, kept = Worker(sessions, clock, StandIn()), timedelta(days=10)
    clock.advance(kept)
    assert 0 == await tasks.forget_drafts(worker, kept)
    clock.advance(timedelta(seconds=1))
    assert 1 == await tasks.forget_drafts(worker, kept)
    async with sessions() as session:
        assert [other] == (await session.execute(select(PackageDraft.id))).scalars().all()
        for each in (PackageDraftFile, PackageDraftChange):
            assert {other} >= set((await session.execute(select(each.draft_id))).scalars())
        assert None is await session.get(ProblemVersion, verified.id)


async def test_the_name_of_another_problem_is_refused_before_anything_is_written(sessions, clock, author):
    async with sessions.begin() as session:
        await upgrades.sync_package(session, packages.package())
        for begin in (
            drafts.create(session, clock, author, pattern="metrics", slug="double", title=""),
            drafts.create_from_files(session, clock, author, "double", packages.files(**{"problem.yaml": OTHER})),
        ):
            with pytest.raises(Invalid, match="Another problem is called metrics/double") as refused:
                await begin
            assert ["slug"] == [each["field"] for each in refused.value.fields["errors"]]
        await drafts.create_from_files(session, clock, author, "double", packages.files())  # its own


async def test_one_person_begins_so_many_drafts_a_day_put_away_or_not(sessions, clock, author, draft, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_A_DAY", 2)

    async def begin(slug: str) -> UUID:
        async with sessions.begin() as session:
            return await drafts.create(session, clock, author, pattern="metrics", slug=slug, title="")

    other = await begin("other")
    async with sessions.begin() as session:
        await drafts.put_away(session, clock, author, other)
    with pytest.raises(TooManyRequests):
        await begin("third")
    clock.advance(timedelta(days=1, seconds=1))
    await begin("third")


async def test_files_of_another_problem_do_not_replace_a_draft(sessions, clock, author, draft) -> None:
    async with sessions.begin() as session:
        with pytest.raises(Invalid, match="another problem"):
            await drafts.replace_all(session, clock, author, draft, packages.files(), base_revision=1)


async def test_a_uuid_that_stands_for_more_than_memory_holds_is_refused_at_once(sessions, clock, author) -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 8)]
    spec = "\n".join(["a0: &a0 [x]", *lines, "uuid: *a7", "pattern: metrics"])
    async with sessions.begin() as session:
        tracemalloc.start()
        with pytest.raises(Invalid):
            await drafts.create_from_files(session, clock, author, "double", {**packages.files(), "problem.yaml": spec})
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 4_000_000


@pytest.mark.parametrize(
    "spec", ["", "uuid: no\npattern: metrics", f"uuid: {uuid4()}\npattern: none", "- 1", "a: &a [*a]"]
)
async def test_what_does_not_say_which_problem_it_is_opens_no_draft(sessions, clock, author, spec) -> None:
    async with sessions.begin() as session:
        with pytest.raises(Invalid):
            await drafts.create_from_files(session, clock, author, "double", {**packages.files(), "problem.yaml": spec})
