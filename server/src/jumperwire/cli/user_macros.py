"""Commands that users define: ``[commands]`` in our config.toml, and ``commands`` in mpremote's config.py.

The latter is Python code. It is parsed and not run, so only a plain dict literal is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jumperwire import config
from jumperwire.cli.failure import Failure, Problem
from jumperwire.cli.macros import Macro
from jumperwire.cli.output import Output
from jumperwire.cli.sentences import sentence


def read(out: Output) -> dict[str, Macro]:
    """Return the user's commands; ours take precedence.

    A file that cannot be used is reported and skipped.
    """
    found: dict[str, Macro] = {}
    for path, parse in ((config.mpremote_config(), _python), (config.config_dir() / "config.toml", _toml)):
        try:
            found.update(_macros(path, parse(path)))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except Failure as failure:
            out.error(sentence(failure))
        except (OSError, ValueError, SyntaxError) as error:
            out.error(sentence(_invalid(path, str(error))))
    return found


def _python(path: Path) -> object:
    text = path.read_bytes()
    import ast  # only if there is a file to read

    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "commands" for target in statement.targets
        ):
            return ast.literal_eval(statement.value)
    return {}


def _toml(path: Path) -> object:
    text = path.read_text("utf-8")
    import tomli  # see above

    return tomli.loads(text).get("commands", {})


def _macros(path: Path, commands: object) -> dict[str, Macro]:
    if not isinstance(commands, Mapping):
        raise _invalid(path, "commands is no table")
    return dict(_macro(path, key, value) for key, value in commands.items())


def _macro(path: Path, key: object, value: object) -> tuple[str, Macro]:
    about = ""
    if isinstance(value, Mapping):
        about, value = str(value.get("help", "")), value.get("command")
    if isinstance(value, str):
        value = value.split()
    if not isinstance(key, str) or not key.split() or not isinstance(value, (list, tuple)):
        raise _invalid(
            path, f"{key!r} is not a command: a text, a list of words, or a table with command and help"
        )
    name, *parameters = key.split()
    split = (parameter.partition("=") for parameter in parameters)
    return name, Macro(
        tuple(map(str, value)),
        about,
        tuple((each, default if equals else None) for each, equals, default in split),
    )


def _invalid(path: Path, reason: str) -> Failure:
    return Failure(Problem.CONFIG_INVALID, path=str(path), reason=reason)
