"""The command ``capaug``: its sub-commands, and how an error becomes one line and an exit code."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from capaug.errors import CapaugError, UsageError, installing

from . import (
    audit,
    calibrate,
    doctor,
    evaluate,
    export,
    filter,
    generate,
    inspect,
    merge,
    mirrors,
    parse,
    push,
    recipes,
    report_page,
    review,
    stats,
    train,
    try_caption,
    verify,
)
from .console import notices
from .display import display
from .messages import fail, listening

INTERRUPTED = 130  # 128 + SIGINT, what a shell expects


class Commands(TyperGroup):
    """The sub-commands; what the user can mend ends in one line without a traceback."""

    def invoke(self, ctx: Any) -> Any:
        """Run the sub-command."""
        with listening():
            return self._invoke(ctx)

    def _invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CapaugError as error:
            # Only a fault inside a stage carries notes: its traceback, for whoever is to mend it.
            display.stop()
            notes = getattr(error, "__notes__", ())
            for note in notes:
                notices.print(note, markup=False, highlight=False, soft_wrap=True)
            fail(str(error), error if notes else None)
            raise typer.Exit(error.exit_code) from None
        except ModuleNotFoundError as error:
            if error.name != "torch":
                raise
            fail(f"capaug {ctx.invoked_subcommand} needs torch; install it with: {installing('training')}")
            raise typer.Exit(UsageError.exit_code) from None
        except KeyboardInterrupt:
            advice = "; finished shards are kept, the same command resumes the run" * (
                ctx.invoked_subcommand == "generate"
            ) + "; the same command goes on from the last checkpoint, and without one (--save-every) begins anew" * (
                ctx.invoked_subcommand == "train"
            )
            fail(f"interrupted{advice}")
            raise typer.Exit(INTERRUPTED) from None


def _one_name(name: str) -> str:
    """The name of an option that has two: ``--pictures`` is ``--images`` in all commands."""
    return {"pictures": "images", "test-pictures": "test-images"}.get(name, name)


app = typer.Typer(
    name="capaug",
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "token_normalize_func": _one_name},
    epilog="Start with:\n\ncapaug generate --dataset coco\n\ncapaug inspect capaug-out/coco-sample",
)


def _version(asked: bool) -> None:
    """Print the version and end."""
    if asked:
        from capaug import __version__

        print(f"capaug {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """True positives and false negatives of image captions, for training CLIP-like models."""


app.command(epilog=generate.EXAMPLES, cls=generate.WithDataset)(generate.generate)
app.command(epilog=merge.EXAMPLES)(merge.merge)
app.command(epilog=parse.EXAMPLES)(parse.parse)
app.command("try", epilog=try_caption.EXAMPLES)(try_caption.try_)
app.command(epilog=inspect.EXAMPLES)(inspect.inspect)
app.command(epilog=stats.EXAMPLES)(stats.stats)
app.command("report", epilog=report_page.EXAMPLES)(report_page.report)
app.command(epilog=review.EXAMPLES)(review.review)
app.command(epilog=verify.EXAMPLES)(verify.verify)
app.command(epilog=mirrors.EXAMPLES)(mirrors.mirrors)
app.command(epilog=train.EXAMPLES)(train.train)
app.add_typer(evaluate.app, name="evaluate")
app.command(epilog=export.EXAMPLES)(export.export)
app.command(epilog=push.EXAMPLES)(push.push)
app.command("filter", epilog=filter.EXAMPLES)(filter.filter_)
app.command(epilog=calibrate.EXAMPLES)(calibrate.calibrate)
app.command(epilog=audit.EXAMPLES)(audit.audit)
app.add_typer(recipes.app, name="recipes")
app.command(epilog=doctor.EXAMPLES)(doctor.doctor)


def main() -> None:
    """Run the command line; the console script ``capaug``."""
    app(prog_name="capaug")
