"""The plan, by properties: random trees against a model of the target, and each reason by itself."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jumperwire.sync.plan import Action, Item, Plan, Reason, Sides, Step, Work, make_plan

NAMES = st.sampled_from(["a", "A", "b", "main.py", "boot.py", "c"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))
DIGESTS = st.sampled_from([b"1", b"2", b"3"])
FOLDER = Item(folder=True)


def file(digest: bytes = b"1") -> Item:
    return Item(size=len(digest), digest=digest)


def tree(files: dict[str, bytes], folders: Collection[str] = ()) -> dict[str, Item]:
    """A tree that can be: files that would be in a file are left out."""
    items: dict[str, Item] = {}
    for path in sorted({*files, *folders}):
        parts = path.split("/")
        above = ["/".join(parts[:depth]) for depth in range(2, len(parts))]
        if any(each in items and not items[each].folder for each in above):
            continue
        items.update(dict.fromkeys(above, FOLDER))
        items.setdefault(path, file(files[path]) if path in files else FOLDER)
    return items


TREES = st.builds(tree, st.dictionaries(PATHS, DIGESTS, max_size=8), st.sets(PATHS, max_size=3))


class Target:
    """A file system: refuses what a real one would. ``fold``: names are compared without case."""

    def __init__(self, items: dict[str, Item], *, fold: bool) -> None:
        self._key = str.casefold if fold else str
        self.names = {self._key(path): path for path in items}
        self._items = {self._key(path): item for path, item in items.items()}

    @property
    def items(self) -> dict[str, Item]:
        return {self.names[key]: item for key, item in self._items.items()}

    def apply(self, work: Work, source: dict[str, Item]) -> None:
        for path in work.clear:
            self._remove(path)
        for path in work.folders:
            self._put(path, FOLDER)
        for path in work.files:
            self._put(path, source[path])
        for path in work.delete:
            self._remove(path)

    def _remove(self, path: str) -> None:
        key = self._key(path)
        assert key in self._items, f"{path} is not there"
        assert not any(other.startswith(key + "/") for other in self._items), f"{path} is not empty"
        del self._items[key]

    def _put(self, path: str, item: Item) -> None:
        key = self._key(path)
        above = key.rpartition("/")[0]
        assert not above or self._items[above].folder
        if key in self._items:
            assert self._items[key].folder == item.folder, f"{path} is of the other kind"
        else:
            self.names[key] = path
        self._items[key] = item


def distinct(items: dict[str, Item]) -> dict[str, Item]:
    """What a file system without case can hold."""
    seen: dict[str, str] = {}
    kept: dict[str, Item] = {}
    for path in sorted(items):
        parts = path.split("/")
        prefixes = ["/".join(parts[:depth]) for depth in range(2, len(parts) + 1)]
        if all(seen.setdefault(prefix.casefold(), prefix) == prefix for prefix in prefixes):
            kept[path] = items[path]
    return kept


def all_of(plan: Plan) -> set[str]:
    return {step.path for step in plan.steps}


@given(TREES, TREES, st.dictionaries(PATHS, st.sets(DIGESTS)), st.booleans(), st.booleans())
def test_what_is_carried_out_is_not_planned_again(
    source: dict[str, Item],
    target: dict[str, Item],
    synced: dict[str, set[bytes]],
    fold: bool,
    room_first: bool,
) -> None:
    if fold:
        source, target = distinct(source), distinct(target)
    board = Target(target, fold=fold)
    for _ in range(2 if fold else 1):  # a folder whose case differs keeps its old name at first
        plan = make_plan(Sides(source, board.items, synced))
        board.apply(plan.work(delete=True, take=all_of(plan), room_first=room_first), source)
    again = make_plan(Sides(source, board.items, synced))
    if fold:
        assert {path.casefold() for path in board.items} == {path.casefold() for path in source}
    else:
        assert board.items == source
        assert {step.action for step in again.steps} <= {Action.UNCHANGED}


@given(TREES, TREES, st.sets(PATHS, max_size=4), st.sets(PATHS, max_size=4), st.booleans())
def test_what_is_protected_or_ignored_is_never_touched(
    source: dict[str, Item], target: dict[str, Item], protected: set[str], ignored: set[str], fold: bool
) -> None:
    if fold:
        source, target = distinct(source), distinct(target)
    below = {
        path
        for path in {*source, *target}
        if any(path.startswith(each + "/") for each in {*protected, *ignored})
    }
    sides = Sides(source, target, protected={*protected, *below}, ignored=ignored)
    board = Target(target, fold=fold)
    plan = make_plan(sides)
    board.apply(plan.work(delete=True, take=all_of(plan) - {*sides.protected}), source)
    for path in {*sides.protected, *ignored} & {*target}:
        item = target[path]
        assert board.items.get(path) == item, path


def test_a_protected_file_that_differs_is_sent_once_where_that_is_asked_for() -> None:
    source = tree({"/boot.py": b"1", "/same": b"1", "/new": b"1", "/d": b"1"})
    target = tree({"/boot.py": b"2", "/same": b"1", "/d/e": b"1"})
    plan = make_plan(Sides(source, target, protected={*source, "/d/e"}))
    assert [step.path for step in plan.steps if step.decidable] == ["/boot.py"]
    assert plan.work(delete=True) == Work()
    assert plan.work(delete=False, take=all_of(plan)) == Work(files=["/boot.py"])
    assert plan.work(delete=False, take=all_of(plan), without={"/boot.py"}) == Work()


@given(TREES, TREES, st.dictionaries(PATHS, st.sets(DIGESTS)))
def test_nothing_is_lost_without_consent(
    source: dict[str, Item], target: dict[str, Item], synced: dict[str, set[bytes]]
) -> None:
    board = Target(target, fold=False)
    plan = make_plan(Sides(source, target, synced))
    board.apply(plan.work(delete=False), source)
    for path, item in target.items():
        now = board.items[path]
        assert now == item or (item.digest in synced[path] and now == source[path])


@given(TREES, TREES)
def test_what_is_left_out_stays(source: dict[str, Item], target: dict[str, Item]) -> None:
    board = Target(target, fold=False)
    plan = make_plan(Sides(source, target))
    board.apply(plan.work(delete=True, take=all_of(plan), without=all_of(plan)), source)
    assert board.items == target


def only(sides: Sides) -> Step:
    (step,) = make_plan(sides).steps
    return step


@pytest.mark.parametrize(
    ("sides", "action", "reason"),
    [
        (Sides({"/f": file()}, {}), Action.CREATE, Reason.ONLY_IN_SOURCE),
        (Sides({"/f": file()}, {}, {"/f": {b"1"}}), Action.CREATE, Reason.DELETED_IN_TARGET),
        (Sides({"/f": file()}, {"/f": file()}), Action.UNCHANGED, Reason.SAME_CONTENT),
        (Sides({"/f": file()}, {"/f": file(b"2")}, {"/f": {b"2"}}), Action.UPDATE, Reason.CONTENT_DIFFERS),
        (Sides({"/f": file()}, {"/f": file(b"2")}, {"/f": {b"3"}}), Action.CONFLICT, Reason.TARGET_CHANGED),
        (Sides({"/f": file()}, {"/f": file(b"2")}), Action.CONFLICT, Reason.NEVER_SYNCED),
        (Sides({"/f": file()}, {"/f": Item(size=9)}), Action.CONFLICT, Reason.NEVER_SYNCED),
        (Sides({"/f": file()}, {"/f": FOLDER}), Action.CONFLICT, Reason.OTHER_KIND),
        (Sides({}, {"/f": file()}), Action.DELETE, Reason.ONLY_IN_TARGET),
        (Sides({}, {"/f": file()}, {"/f": {b"1"}}), Action.DELETE, Reason.DELETED_IN_SOURCE),
        (Sides({}, {"/f": file()}, {"/f": {b"2"}}), Action.CONFLICT, Reason.TARGET_CHANGED),
        (Sides({}, {"/f": file()}, twins={"/f"}), Action.DELETE, Reason.TWIN),
        (Sides({"/f": file()}, {"/f": file(b"2")}, protected={"/f"}), Action.PROTECTED, Reason.RULE),
        (Sides({}, {"/f": file()}, libraries={"/f"}, twins={"/f"}), Action.PROTECTED, Reason.PACKAGE),
        (
            Sides({}, {"/f": file()}, {"/f": {b"1"}}, libraries={"/f"}),
            Action.DELETE,
            Reason.DELETED_IN_SOURCE,
        ),
        (Sides({}, {"/f": file()}, ignored={"/f"}), Action.IGNORED, Reason.RULE),
        (Sides({"/f": file()}, {}, unsafe={"/f"}), Action.CONFLICT, Reason.UNSAFE_NAME),
    ],
)
def test_each_reason(sides: Sides, action: Action, reason: Reason) -> None:
    step = only(sides)
    assert (step.action, step.reason) == (action, reason)


def test_sizes_and_contents_of_the_same_length() -> None:
    step = only(Sides({"/f": file(b"1")}, {"/f": file(b"2")}, {"/f": {b"2"}}))
    assert step.source
    assert step.target
    assert step.source.size == step.target.size
    assert step.action is Action.UPDATE


def test_starters_come_last_and_deletions_too() -> None:
    source = tree({"/main.py": b"1", "/z.py": b"1", "/boot.py": b"1", "/lib/x.py": b"1"})
    plan = make_plan(Sides(source, tree({"/old/y": b"1", "/old/z": b"2"})))
    work = plan.work(delete=True)
    assert work == Work(
        [], ["/lib"], ["/lib/x.py", "/z.py", "/boot.py", "/main.py"], ["/old/y", "/old/z", "/old"]
    )
    assert plan.work(delete=True, room_first=True).clear == work.delete
    assert plan.work(delete=False).delete == []


def test_a_folder_that_holds_what_stays_is_not_deleted() -> None:
    target = tree({"/d/keep": b"1", "/d/go": b"1"})
    plan = make_plan(Sides({}, target, protected={"/d/keep"}))
    assert {step.path: step.action for step in plan.steps} == {
        "/d/go": Action.DELETE,
        "/d/keep": Action.PROTECTED,
    }
    both = make_plan(Sides({}, target))
    assert both.work(delete=True, without={"/d/keep"}).delete == ["/d/go"]


def test_a_file_in_the_place_of_a_folder_is_one_decision() -> None:
    target = tree({"/lib/a": b"1", "/lib/b": b"1"})
    plan = make_plan(Sides({"/lib": file()}, target))
    assert {step.decision for step in plan.steps} == {"/lib"}
    assert plan.work(delete=True) == Work()
    assert plan.work(delete=False, take={"/lib"}) == Work(["/lib/a", "/lib/b", "/lib"], [], ["/lib"], [])


def test_a_folder_in_the_place_of_a_file() -> None:
    plan = make_plan(Sides(tree({"/lib/a": b"1"}), {"/lib": file()}))
    assert plan.work(delete=False, take={"/lib"}) == Work(["/lib"], ["/lib"], ["/lib/a"], [])


def test_nothing_protected_gives_way_to_a_file() -> None:
    target = tree({"/lib/keep": b"1"})
    plan = make_plan(Sides({"/lib": file()}, target, protected={"/lib/keep"}))
    (conflict,) = plan.of(Action.CONFLICT)
    assert not conflict.decidable
    assert plan.work(delete=True, take={"/lib"}) == Work()


def test_paths_that_differ_only_in_case() -> None:
    plan = make_plan(Sides({"/Main.py": file()}, {"/main.py": file(b"2")}))
    assert [(step.path, step.decision) for step in plan.steps] == [
        ("/Main.py", "/Main.py"),
        ("/main.py", "/Main.py"),
    ]
    assert {step.clash.others for step in plan.steps if step.clash} == {("/main.py",)}
    assert plan.work(delete=True) == Work()
    assert plan.work(delete=False, take={"/Main.py"}) == Work(["/main.py"], [], ["/Main.py"], [])
