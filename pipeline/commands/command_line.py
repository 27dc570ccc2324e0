"""The command line in Danish: help, and what is wrong with what was typed, which typer says in English."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

from pipeline.language.language import N_, load_language

text: Final = load_language("da").gettext
WRONG_USAGE: Final = 2
WrongUsage = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[1])  # its parent, for which typer has no public name
Called = TypeVar("Called", bound=Callable[..., Any])
ORDER: Final = (
    *("init", "template", "check", "alias", "reports", "open", "approve", "send", "outbox", "status", "doctor", "robustness"),
    *("schedule", "watch", "migrate", "example", "sources", "score", "gates"),
)
"""The commands as an analyst meets them; `--help` lists them so."""
VALUES: Final = (
    (r"Input should be a valid integer.*", N_("expected a whole number")),
    (r"Input should be greater than or equal to (?P<least>.*)", N_("expected at least {least}")),
    (r"Input should be less than or equal to (?P<most>.*)", N_("expected at most {most}")),
)
"""What typer says of a value → our words."""
FORMS: Final = (
    (r"Invalid value for '?(?P<name>.*?)'?: (?P<what>.*)", N_("{name}: {what}.")),
    (r"Invalid value: (?P<what>.*)", N_("Wrong value: {what}.")),
    (r"Missing (option|argument) '?(?P<name>[^']*?)'?\..*", N_("{name} is missing.")),
    (r"No such option: (?P<name>\S+).*?\(Possible options: (?P<near>.*)\)", N_("There is no option {name}. Is it {near}?")),
    (r"No such option: (?P<name>\S+).*", N_("There is no option {name}.")),
    (r"No such command '(?P<name>.*?)'\. Did you mean '?(?P<near>.*?)'?\?", N_("There is no command {name}. Is it {near}?")),
    (r"No such command '(?P<name>.*)'\.", N_("There is no command {name}.")),
    (r"Missing command\.", N_("The name of a command is missing.")),
    (
        r"Got unexpected extra arguments?(\(s\))? \((?P<what>.*)\)",
        N_("»{what}« does not belong there; put a text with spaces in quotation marks."),
    ),
    (r"Option '(?P<name>.*)' requires an argument\.", N_("What belongs to {name} is missing after it.")),
    (r"Option '(?P<name>.*)' does not take a value\.", N_("{name} stands alone, without = and a value.")),
)
"""The form of what typer says of a command line → our words."""


def say_wrong_usage(message: str) -> str:
    """Return in Danish what typer says is wrong with a command line."""
    return _translate(message, FORMS) or text("The command line cannot be understood: {what}").format(what=message)


def _translate(message: str, forms: tuple[tuple[str, str], ...]) -> str:
    for form, words in forms:
        if match := re.fullmatch(form, message, re.DOTALL):
            facts = {name: str(part) for name, part in match.groupdict().items()}
            if "what" in facts:
                facts["what"] = (_translate(facts["what"], VALUES) or facts["what"]).removesuffix(".")
            return text(words).format(**facts)
    return ""


def _no_type(ctx: Any) -> str:
    """Return what stands for the type of an argument, whose name says enough."""
    return ""


class _Danish:
    """Help of a command or group in Danish."""

    def get_usage(self, ctx: Any) -> str:
        """Return the line of usage."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # of typer's class beside this one
        return usage.replace("Usage:", text("Usage:"), 1)

    def get_help_option(self, ctx: Any) -> Any:
        """Return the option `--help`."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # of typer's class beside this one
        if option is not None:
            option.help = text("Show this help.")
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help, with headings in Danish."""
        rich_utils.ARGUMENTS_PANEL_TITLE = text("Arguments")
        rich_utils.OPTIONS_PANEL_TITLE = text("Options")
        rich_utils.COMMANDS_PANEL_TITLE = text("Commands")
        rich_utils.DEFAULT_STRING = text("[otherwise: {}]")
        rich_utils.REQUIRED_LONG_STRING = text("[must be given]")
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]  # likewise
            if parameter.param_type_name == "argument":
                parameter.display_type_rich = _no_type
            elif parameter.metavar is None:
                parameter.metavar = " " if "bool" in parameter.display_type(ctx) else text("NUMBER")
        super().format_help(ctx, formatter)  # type: ignore[misc]  # of typer's class beside this one


class Command(_Danish, TyperCommand):
    """A command whose help is Danish."""


class Group(_Danish, TyperGroup):
    """A group of commands whose help is Danish, and which says in Danish what is wrong with a command line."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the commands' names in the order of `ORDER`."""
        return sorted(super().list_commands(ctx), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and exit with its code; with ``standalone_mode=False`` return it, and let a wrong usage be raised."""
        if not kwargs.get("standalone_mode", True):
            return super().main(*args, **kwargs)
        try:
            code = super().main(*args, **kwargs | {"standalone_mode": False})
        except typer.Abort:
            sys.stderr.write(text("Interrupted.") + "\n")
            sys.exit(1)
        except WrongUsage as wrong:
            context = wrong.ctx
            said = wrong.format_message()
            lines = [say_wrong_usage(said)] if said else []  # without a command the help was shown
            if context is not None and said:
                lines.append(text("See the options with: {command}").format(command=_help_command(context)))
            for line in lines:
                sys.stderr.write(f"{line}\n")
            sys.exit(WRONG_USAGE)
        sys.exit(code if isinstance(code, int) else 0)


def _help_command(context: Any) -> str:
    """Return what shows a command's help, typed as the command itself was: by make, which says so to its children, or without."""
    if "MAKELEVEL" not in os.environ:
        return f"{context.command_path} --help"
    target, *rest = context.command_path.removeprefix(context.find_root().command_path).split() or ("",)
    return f'make {target} OPTIONS="{" ".join((*rest, "--help"))}"' if target else "make help"


class App(typer.Typer):
    """A command line whose commands are Danish."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(cls=Group, options_metavar=text("[OPTIONS]"), subcommand_metavar=text("COMMAND [OPTIONS]..."), **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Called], Called]:
        """Return the decorator that registers a command."""
        return super().command(name, cls=Command, options_metavar=text("[OPTIONS]"), **settings)
