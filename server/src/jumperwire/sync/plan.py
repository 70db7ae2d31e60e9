"""The plan of a sync: what is to be done about each path, and why. Pure, computed without touching anything.

It makes one side, the target, equal to the other one, the source. Uploads make the board equal to the
PC; downloads the other way round. Paths are the board's, absolute.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum


class Action(str, Enum):
    """What is done about a path."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    DELETE = "delete"
    PROTECTED = "protected"
    IGNORED = "ignored"
    CONFLICT = "conflict"


class Reason(str, Enum):
    """Why, seen from the target's side."""

    SAME_CONTENT = "same"
    CONTENT_DIFFERS = "differs"
    ONLY_IN_SOURCE = "only in the source"
    ONLY_IN_TARGET = "only in the target"
    DELETED_IN_SOURCE = "synced before, and deleted in the source"
    DELETED_IN_TARGET = "synced before, and deleted in the target"
    RULE = "a rule"
    TARGET_CHANGED = "the target's is not what was synced last"
    NEVER_SYNCED = "both have one, and they were never synced"
    OTHER_KIND = "a file and a folder"
    CASE_CLASH = "differs from another path only in case"
    TWIN = "another file of the same module is synced"
    UNSAFE_NAME = "not a name for the target"


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder on one side. A digest of None is not known, and equal to none."""

    folder: bool = False
    size: int = 0
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared. Where a path is, the folders above it are too, up to those that are synced."""

    source: Mapping[str, Item]
    target: Mapping[str, Item]
    synced: Mapping[str, Collection[bytes]] = field(default_factory=dict)
    """Digests that a sync may have put at a path."""
    protected: Collection[str] = ()
    """Paths of the target that are never changed."""
    ignored: Collection[str] = ()
    """Paths that do not count, on either side."""
    twins: Collection[str] = ()
    """Paths of the target in whose place the board would not look for what is synced."""
    unsafe: Collection[str] = ()
    """Paths of the source that the target has no name for."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Paths that cannot all be there, each with all that is below it."""

    reason: Reason
    decision: str
    """The path in the source that stands for all of them."""
    others: tuple[str, ...]
    """The target's."""
    decidable: bool
    """Whether nothing of the target's is to be kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done about one path."""

    path: str
    action: Action
    reason: Reason
    source: Item | None
    target: Item | None
    clash: Clash | None = None
    """For conflicts of places: the one that this path is part of."""

    @property
    def decidable(self) -> bool:
        """For a conflict: whether the source may win."""
        return self.reason is not Reason.UNSAFE_NAME and (self.clash is None or self.clash.decidable)

    @property
    def decision(self) -> str:
        """The path whose decision this one follows."""
        return self.clash.decision if self.clash else self.path

    @property
    def folder(self) -> bool:
        """Whether it is a folder when the step is done; for deletions, whether it was one."""
        item = self.source or self.target
        return item is not None and item.folder


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be carried out, in this order."""

    clear: list[str] = field(default_factory=list)
    """Paths to delete first: they are in the way, or their room is needed."""
    folders: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)
    """Paths to delete last; what is in a folder comes before it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps by path. Folders that both sides have are none."""

    steps: list[Step]

    def of(self, *actions: Action) -> list[Step]:
        """The steps of these kinds."""
        return [step for step in self.steps if step.action in actions]

    def work(
        self,
        *,
        delete: bool,
        take: Collection[str] = (),
        without: Collection[str] = (),
        room_first: bool = False,
    ) -> Work:
        """What to do, by a person's decisions.

        ``delete``: consent to deletions, which come first if ``room_first``. ``take``: conflicts that
        the source wins. ``without``: steps that are left out.
        """
        work = Work()
        chosen = [step for step in self.steps if _chosen(step, delete, take, without)]
        going = {step.path for step in chosen if step.source is None or _in_the_way(step)}
        staying = {
            above
            for step in self.steps
            if step.target and step.path not in going
            for above in _above(step.path)
        }
        for step in chosen:
            if step.source is None and not (step.folder and step.path in staying):
                (work.clear if room_first or _in_the_way(step) else work.delete).append(step.path)
            elif step.source is not None:
                if step.target is not None and _in_the_way(step):
                    work.clear.append(step.path)
                (work.folders if step.source.folder else work.files).append(step.path)
        work.clear.sort(key=_deepest_first)
        work.delete.sort(key=_deepest_first)
        work.files.sort(key=_starters_last)
        return work


def make_plan(sides: Sides) -> Plan:
    """Compare."""
    return Plan(list(_Planner(sides).steps()))


class _Planner:
    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._paths = sorted({*sides.source, *sides.target, *sides.ignored})
        self._clashes = {**_same_but_for_case(sides), **_other_kinds(sides)}

    def steps(self) -> Iterator[Step]:
        """One for each path about which there is something to say."""
        steps = [step for path in self._paths if (step := self._step(path))]
        kept = {
            above
            for step in steps
            if step.target and step.action in (Action.PROTECTED, Action.IGNORED)
            for above in _above(step.path)
        }
        for step in steps:
            if not (step.action is Action.DELETE and step.folder and step.path in kept):
                yield step

    def _step(self, path: str) -> Step | None:
        sides = self._sides
        source, target = sides.source.get(path), sides.target.get(path)
        if path in sides.ignored:
            return Step(path, Action.IGNORED, Reason.RULE, source, target)
        clash = next((self._clashes[at] for at in (*_above(path), path) if at in self._clashes), None)
        if source and target and source.folder and target.folder and not clash:
            return None
        if path in sides.protected:
            return Step(path, Action.PROTECTED, Reason.RULE, source, target)
        if path in sides.unsafe:
            return Step(path, Action.CONFLICT, Reason.UNSAFE_NAME, source, target)
        if clash:
            return Step(path, Action.CONFLICT, clash.reason, source, target, clash)
        action, reason = self._usual(path, source, target)
        return Step(path, action, reason, source, target)

    def _usual(self, path: str, source: Item | None, target: Item | None) -> tuple[Action, Reason]:
        if target is None:
            known = path in self._sides.synced
            return Action.CREATE, Reason.DELETED_IN_TARGET if known else Reason.ONLY_IN_SOURCE
        return self._compared(path, source, target) if source else self._surplus(path, target)

    def _compared(self, path: str, source: Item, target: Item) -> tuple[Action, Reason]:
        if source.digest is not None and source.digest == target.digest:
            return Action.UNCHANGED, Reason.SAME_CONTENT
        if path not in self._sides.synced:
            return Action.CONFLICT, Reason.NEVER_SYNCED
        if target.digest in self._sides.synced[path]:
            return Action.UPDATE, Reason.CONTENT_DIFFERS
        return Action.CONFLICT, Reason.TARGET_CHANGED

    def _surplus(self, path: str, target: Item) -> tuple[Action, Reason]:
        if path in self._sides.twins:
            return Action.DELETE, Reason.TWIN
        known = self._sides.synced.get(path)
        if target.folder or known is None:
            return Action.DELETE, Reason.ONLY_IN_TARGET
        if target.digest in known:
            return Action.DELETE, Reason.DELETED_IN_SOURCE
        return Action.CONFLICT, Reason.TARGET_CHANGED


def _other_kinds(sides: Sides) -> dict[str, Clash]:
    """Paths that are a file on one side and a folder on the other."""
    both = [(path, item, sides.target[path]) for path, item in sides.source.items() if path in sides.target]
    return {
        path: Clash(Reason.OTHER_KIND, path, (path,), _may_go(sides, [path]))
        for path, source, target in both
        if source.folder != target.folder
    }


def _same_but_for_case(sides: Sides) -> dict[str, Clash]:
    """Paths that would be one where names are compared without case; unless the target has several such."""
    groups: dict[str, set[str]] = {}
    for path in {*sides.source, *sides.target}:
        groups.setdefault(path.casefold(), set()).add(path)
    clashes: dict[str, Clash] = {}
    for group in groups.values():
        there = {path for path in group if path in sides.target}
        new = sorted(path for path in group if path not in there)
        if len(group) == 1 or len(there) > 1 or not new:
            continue
        others = tuple(sorted(there)) or tuple(new[1:])
        leaving = [path for path in there if path not in sides.source]
        clash = Clash(Reason.CASE_CLASH, new[0], others, _may_go(sides, leaving))
        clashes.update(dict.fromkeys([*new, *leaving], clash))
    return clashes


def _may_go(sides: Sides, paths: list[str]) -> bool:
    kept = [path for path in (*sides.protected, *sides.ignored) if path in sides.target]
    return not any(each == path or each.startswith(path + "/") for each in kept for path in paths)


def _chosen(step: Step, delete: bool, take: Collection[str], without: Collection[str]) -> bool:
    if step.path in without:
        return False
    if step.action is Action.CONFLICT:
        return step.decidable and step.decision in take
    return step.action in (Action.CREATE, Action.UPDATE) or (step.action is Action.DELETE and delete)


def _in_the_way(step: Step) -> bool:
    return step.target is not None and step.reason in (Reason.OTHER_KIND, Reason.CASE_CLASH)


def _above(path: str) -> list[str]:
    """The folders that a path is in, from the outermost."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(2, len(parts))]


_STARTERS = ("boot.py", "main.py")
"""What a board starts with comes when all that it imports is there."""


def _starters_last(path: str) -> tuple[int, str]:
    name = path.rpartition("/")[2]
    return (_STARTERS.index(name) + 1 if name in _STARTERS else 0, path)


def _deepest_first(path: str) -> tuple[int, str]:
    return (-path.count("/"), path)
