"""The plan of a sync: what to do about each path, and why. It is pure: making a plan touches nothing.

A sync makes one side, the target, match the other one, the source. In uploads the board is the target; in
downloads the PC is. All paths are absolute paths on the board.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from jumperwire.sync.order import above, deepest_first, starters_last


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
    """Why, seen from the target."""

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
    PACKAGE = "an installed package"
    TWIN = "another file of the same module is synced"
    UNSAFE_NAME = "not a name for the target"


@dataclass(frozen=True, slots=True)
class Item:
    """A file or folder on one side. A digest of None is unknown, and differs from every digest."""

    folder: bool = False
    size: int = 0
    digest: bytes | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides to compare. For every path, the folders above it are included."""

    source: Mapping[str, Item]
    target: Mapping[str, Item]
    synced: Mapping[str, Collection[bytes]] = field(default_factory=dict)
    """The digests that a sync may have put at each path."""
    protected: Collection[str] = ()
    """Paths of the target that are never changed."""
    ignored: Collection[str] = ()
    """Paths that are ignored, on either side."""
    libraries: Collection[str] = ()
    """Paths of the target that packages brought. They are kept unless a sync put them there."""
    twins: Collection[str] = ()
    """Paths of the target that would keep the board from finding a module that is synced."""
    unsafe: Collection[str] = ()
    """Paths of the source whose names the target does not allow."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Paths that cannot exist together, each with everything below it."""

    reason: Reason
    decision: str
    """The path in the source whose decision applies to all of them."""
    others: tuple[str, ...]
    """The paths in the target."""
    decidable: bool
    """Whether nothing in the target must be kept."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is done about one path."""

    path: str
    action: Action
    reason: Reason
    source: Item | None
    target: Item | None
    clash: Clash | None = None
    """If a path is in conflict because of other paths: the clash that it is part of."""

    @property
    def decidable(self) -> bool:
        """Whether the source may win: in a conflict, or for once over a protected file that differs."""
        if self.action is Action.PROTECTED:
            return _differ(self.source, self.target)
        return self.reason is not Reason.UNSAFE_NAME and (self.clash is None or self.clash.decidable)

    @property
    def decision(self) -> str:
        """The path whose decision applies to this one."""
        return self.clash.decision if self.clash else self.path

    @property
    def folder(self) -> bool:
        """Whether it is a folder after the step; for deletions, whether it was one."""
        item = self.source or self.target
        return item is not None and item.folder


@dataclass(frozen=True, slots=True)
class Work:
    """The work to do, in the order of these fields."""

    clear: list[str] = field(default_factory=list)
    """Paths to delete first, because they are in the way or their space is needed."""
    folders: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    delete: list[str] = field(default_factory=list)
    """Paths to delete last; the contents of a folder come before it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps by path. Folders that both sides have need no step."""

    steps: list[Step]

    def of(self, *actions: Action) -> list[Step]:
        """Return the steps with these actions."""
        return [step for step in self.steps if step.action in actions]

    def work(
        self,
        *,
        delete: bool,
        take: Collection[str] = (),
        without: Collection[str] = (),
        room_first: bool = False,
    ) -> Work:
        """Return the work that follows from the user's decisions.

        ``delete``: consent to deletions, which come first if ``room_first``. ``take``: paths of conflicts
        in which the source wins. ``without``: paths of steps that are left out.
        """
        work = Work()
        chosen = [step for step in self.steps if _chosen(step, delete, take, without)]
        going = {step.path for step in chosen if step.source is None or _in_the_way(step)}
        staying = {
            folder
            for step in self.steps
            if step.target and step.path not in going
            for folder in above(step.path)
        }
        for step in chosen:
            if step.source is None and not (step.folder and step.path in staying):
                (work.clear if room_first or _in_the_way(step) else work.delete).append(step.path)
            elif step.source is not None:
                if step.target is not None and _in_the_way(step):
                    work.clear.append(step.path)
                (work.folders if step.source.folder else work.files).append(step.path)
        work.clear.sort(key=deepest_first)
        work.delete.sort(key=deepest_first)
        work.files.sort(key=starters_last)
        return work


def make_plan(sides: Sides) -> Plan:
    """Compare both sides and return the plan."""
    return Plan(list(_Planner(sides).steps()))


class _Planner:
    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._paths = sorted({*sides.source, *sides.target, *sides.ignored})
        self._clashes = {**_same_but_for_case(sides), **_other_kinds(sides)}

    def steps(self) -> Iterator[Step]:
        """Yield a step for each path that needs one."""
        steps = [step for path in self._paths if (step := self._step(path))]
        kept = {
            folder
            for step in steps
            if step.target and step.action in (Action.PROTECTED, Action.IGNORED)
            for folder in above(step.path)
        }
        for step in steps:
            if not (step.action is Action.DELETE and step.folder and step.path in kept):
                yield step

    def _step(self, path: str) -> Step | None:
        sides = self._sides
        source, target = sides.source.get(path), sides.target.get(path)
        if path in sides.ignored:
            return Step(path, Action.IGNORED, Reason.RULE, source, target)
        clash = next((self._clashes[at] for at in (*above(path), path) if at in self._clashes), None)
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
        known = self._sides.synced.get(path)
        if known is None and path in self._sides.libraries:
            return Action.PROTECTED, Reason.PACKAGE
        if path in self._sides.twins:
            return Action.DELETE, Reason.TWIN
        if target.folder or known is None:
            return Action.DELETE, Reason.ONLY_IN_TARGET
        if target.digest in known:
            return Action.DELETE, Reason.DELETED_IN_SOURCE
        return Action.CONFLICT, Reason.TARGET_CHANGED


def _other_kinds(sides: Sides) -> dict[str, Clash]:
    """Return the paths that are a file on one side and a folder on the other."""
    both = [(path, item, sides.target[path]) for path, item in sides.source.items() if path in sides.target]
    return {
        path: Clash(Reason.OTHER_KIND, path, (path,), _may_go(sides, [path]))
        for path, source, target in both
        if source.folder != target.folder
    }


def _same_but_for_case(sides: Sides) -> dict[str, Clash]:
    """Return the paths that differ only in case, unless the target already has several such paths."""
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
    if step.action in (Action.CONFLICT, Action.PROTECTED):
        return step.decidable and step.decision in take
    return step.action in (Action.CREATE, Action.UPDATE) or (step.action is Action.DELETE and delete)


def _differ(source: Item | None, target: Item | None) -> bool:
    """Return whether both sides have a file, and not the same one."""
    if source is None or target is None or source.folder or target.folder:
        return False
    return source.digest is None or source.digest != target.digest


def _in_the_way(step: Step) -> bool:
    return step.target is not None and step.reason in (Reason.OTHER_KIND, Reason.CASE_CLASH)
