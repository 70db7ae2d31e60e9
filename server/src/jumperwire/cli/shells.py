"""Completion scripts for bash, zsh and fish. None of them starts a process while the user types.

All work the same way: the last word that is a command determines what may follow. After an option with a
value, only that option matters.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent
from typing import TypeAlias

from jumperwire.cli.completion import Table, Value
from jumperwire.cli.macros import END

_PORTS = ("/dev/ttyACM*", "/dev/ttyUSB*", "/dev/cu.usb*")


@dataclass(frozen=True, slots=True)
class _Case:
    """What to set if a word is one of these. None leaves a value as it is."""

    names: tuple[str, ...]
    found: tuple[str, ...] | None = None
    """The words to offer."""
    options: tuple[str, ...] | None = None
    """The words to offer after a minus."""
    files: bool | None = None
    ports: bool = False


def _commands(table: Table) -> Iterator[_Case]:
    yield _Case(("",), options=table.options)
    yield from _together(
        _Case((name,), options=takes.options, files=takes.files)
        for name, takes in table.takes.items()
        if takes.options or takes.files
    )


def _first(table: Table) -> Iterator[_Case]:
    """Yield the cases for the word directly after a command."""
    return _together(
        _Case((name,), found=takes.words, files=takes.files and not takes.words)
        for name, takes in table.takes.items()
        if takes.words or takes.files
    )


def _values(table: Table) -> Iterator[_Case]:
    return _together(
        _Case((name,), ("auto",), (), files=False, ports=True)
        if value is Value.BOARD
        else _Case((name,), value if isinstance(value, tuple) else (), files=value is Value.FILE)
        for name, value in table.values.items()
    )


def _together(cases: Iterable[_Case]) -> Iterator[_Case]:
    """Merge cases that differ only in their names."""
    groups: dict[object, list[_Case]] = {}
    for case in cases:
        groups.setdefault((case.found, case.options, case.files, case.ports), []).append(case)
    for same in groups.values():
        names = tuple(sorted(name for case in same for name in case.names))
        yield _Case(names, same[0].found, same[0].options, same[0].files, same[0].ports)


_Switch: TypeAlias = Callable[[str, Sequence[_Case]], str]


def _filled(template: str, table: Table, switch: _Switch, names: str, found: str) -> str:
    for mark, text in {
        "@NAMES@": names,
        "@ALL@": found,
        "@COMMANDS@": indent(switch("command", list(_commands(table))), " " * 4),
        "@FIRST@": indent(switch("command", list(_first(table))), " " * 8),
        "@VALUES@": indent(switch("previous", list(_values(table))), " " * 4),
    }.items():
        template = template.replace(mark, text)
    return template


_BASH = """\
# Completes jumper's command lines in bash; written by `jumper completion bash`.
_jumper() {
    local line=${COMP_LINE:0:COMP_POINT} command='' previous='' found='' options='' files='' word
    local current=${line##*[[:space:]]}
    local -a typed
    read -ra typed <<< "${line%"$current"}"
    for word in "${typed[@]:1}"; do
        case $word in
            @NAMES@) command=$word ;;
        esac
        previous=$word
    done
    found=@ALL@
@COMMANDS@
    if [[ $previous == "$command" ]]; then
@FIRST@
    fi
@VALUES@
    COMPREPLY=()
    [[ $current == :* ]] && return
    [[ $current == -* ]] && found=$options files=''
    while read -r word; do
        [[ $word ]] && COMPREPLY+=("$word")
    done < <(compgen -W "$found" -- "$current"; [[ $files ]] && compgen -f -- "$current")
    [[ $files ]] && compopt -o filenames 2> /dev/null
    # To bash, a colon and an equals sign begin words of their own.
    local part=${COMP_WORDS[COMP_CWORD]}
    [[ $part == [:=] ]] && part=''
    COMPREPLY=("${COMPREPLY[@]#"${current%"$part"}"}")
}
complete -F _jumper jumper
"""

_ZSH = """\
#compdef jumper
# Completes jumper's command lines in zsh; written by `jumper completion zsh`.
_jumper() {
    local command='' previous='' found='' options='' files='' word
    for word in "${(@)words[2,CURRENT-1]}"; do
        case $word in
            @NAMES@) command=$word ;;
        esac
        previous=$word
    done
    found=@ALL@
@COMMANDS@
    if [[ $previous == "$command" ]]; then
@FIRST@
    fi
@VALUES@
    if [[ $PREFIX == -* ]]; then
        compadd -- ${=options}
    elif [[ $PREFIX != :* ]]; then
        compadd -- ${=found}
        [[ -n $files ]] && _files
    fi
}
if [[ $funcstack[1] == _jumper ]]; then
    _jumper "$@"
else
    compdef _jumper jumper
fi
"""

_FISH = """\
# Completes jumper's command lines in fish; written by `jumper completion fish`.
function __jumper
    set -l command ''
    set -l previous ''
    set -l options
    set -l files
    for word in (commandline -opc)[2..-1]
        switch $word
            case @NAMES@
                set command $word
        end
        set previous $word
    end
    set -l found @ALL@
@COMMANDS@
    if test "$previous" = "$command"
@FIRST@
    end
@VALUES@
    set -l current (commandline -ct)
    switch "$current"
        case '-*'
            printf '%s\\n' $options
        case ':*'
        case '*'
            printf '%s\\n' $found
            test -n "$files"; and __fish_complete_path "$current"
    end
end
complete -c jumper -f -a '(__jumper)'
"""


def bash(table: Table) -> str:
    """Return the script for bash 3.2, which macOS has, and later versions."""
    ports = "$(" + "; ".join(f"compgen -G '{port}'" for port in _PORTS) + ")"
    return _posix(_BASH, table, ports)


def zsh(table: Table) -> str:
    """Return the script for zsh, for a folder of ``$fpath`` or to be sourced."""
    return _posix(_ZSH, table, "$(print -r -- " + " ".join(f"{port}(N)" for port in _PORTS) + ")")


def _posix(template: str, table: Table, ports: str) -> str:
    def switch(subject: str, cases: Sequence[_Case]) -> str:
        lines = [f"case ${subject} in"]
        for case in cases:
            sets = []
            if case.found is not None:
                sets.append(f'found="{" ".join([*case.found, *([ports] if case.ports else [])])}"')
            if case.options is not None:
                sets.append(f"options='{' '.join(case.options)}'")
            if case.files is not None:
                sets.append(f"files={'1' if case.files else ''}")
            lines.append(f"    {_alternatives(case.names)}) {'; '.join(sets)} ;;")
        return "\n".join([*lines, "esac"])

    names = [*sorted(table.takes), END]
    return _filled(template, table, switch, _alternatives(names), shlex.quote(" ".join(names)))


def _alternatives(names: Sequence[str]) -> str:
    return "|".join(map(shlex.quote, names))


def fish(table: Table) -> str:
    """Return the script for fish, for ``~/.config/fish/completions``."""

    def switch(subject: str, cases: Sequence[_Case]) -> str:
        lines = [f"switch ${subject}"]
        for case in cases:
            lines.append(f"    case {' '.join(map(shlex.quote, case.names))}")
            if case.found is not None:
                lines.append(" ".join(["        set found", *case.found, *(_PORTS if case.ports else ())]))
            if case.options is not None:
                lines.append(f"        set options {' '.join(case.options)}")
            if case.files is not None:
                lines.append(f"        set files {'1' if case.files else ''}".rstrip())
        return "\n".join([*lines, "end"])

    names = " ".join(map(shlex.quote, [*sorted(table.takes), END]))
    return _filled(_FISH, table, switch, names, names)


SHELLS: Mapping[str, Callable[[Table], str]] = {"bash": bash, "fish": fish, "zsh": zsh}
