"""Commands on other tables than our workbooks: score one, read those of other organisations, accept a spelling."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.app import Exit, InputFolder, OutputFolder, app, end_storage, err, language_of, out, text
from pipeline.commands.check import reject
from pipeline.language.language import load_language
from pipeline.problems.rejected import InputRejected


@app.command(
    help=text(
        "Score one table by one policy, whichever it is: index, criteria and statuses of every area. For trying a policy or "
        "reproducing a published index; the reports do not need it. docs/politikker.md explains policy files."
    )
)
def score(
    policy_file: Annotated[Path, typer.Option("--policy", metavar=text("FILE"), help=text("The policy, a .toml file."))],
    input_file: Annotated[Path, typer.Option("--input", metavar=text("FILE"), help=text("The table: a workbook (.xlsx) or a CSV file."))],
    output_file: Annotated[Path, typer.Option("--output", metavar=text("FILE"), help=text("Where the scores go: a .xlsx or .csv file."))],
    language_code: Annotated[str, typer.Option("--language", metavar="da|en", help=text("Language of yes, no and messages."))] = "da",
) -> None:
    """Score a table by a policy."""
    from pipeline.problems.screen import tell_problems
    from pipeline.scoring.score_file.score import score_file
    from pipeline.scoring.score_file.tell import tell_scored
    from pipeline.scoring.score_file.write import ENDINGS, describe_scores, write_scores

    if language_code not in {"da", "en"}:
        raise typer.BadParameter(text("expected one of: {choices}").format(choices="da, en"), param_hint="--language")
    language = load_language(language_code)
    if output_file.suffix.lower() not in ENDINGS:
        raise typer.BadParameter(language.gettext("expected a file that ends in .csv or .xlsx"), param_hint="--output")
    if output_file.exists() and any(output_file.samefile(file) for file in (input_file, policy_file) if file.exists()):
        raise typer.BadParameter(language.gettext("the input would be overwritten; choose another name"), param_hint="--output")
    try:
        scored = score_file(policy_file, input_file, language)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        err.print(language.gettext("Nothing was written. Correct the errors and run the command again."))
        raise typer.Exit(Exit.REJECTED) from rejected
    about = describe_scores(scored, input_file.name, language)
    try:
        write_scores(scored, output_file, about)
    except OSError as failed:
        end_storage(language.gettext("The scores could not be saved: {reason}."), failed, language)
    for line in tell_scored(scored, output_file, about[3:], language):
        out.print(line, emoji=False)


@app.command(help=text("Read the workbooks of others that kilder.toml describes, and write each as a plain table in output/kilder/."))
def sources(input_folder: InputFolder = Path("input"), output_folder: OutputFolder = Path("output")) -> None:
    """Read and write the described sources."""
    from pipeline.commands.sources_summary import tell_source
    from pipeline.input.sources.read import SourcesRejected, read_sources
    from pipeline.workbooks.source_tables import write_sources

    language = language_of(input_folder)
    failed_sources: SourcesRejected | None = None
    try:
        tables = read_sources(input_folder)
    except SourcesRejected as some:
        tables, failed_sources = some.tables, some
    except InputRejected as rejected:
        reject(rejected, language, input_folder, output_folder)
    try:
        written = write_sources(tables, output_folder, language)
    except OSError as failed:
        end_storage(language.gettext("The tables could not be saved: {reason}."), failed, language)
    for table, path in zip(tables, written, strict=True):
        for line in tell_source(table, path, language):
            out.print(line, emoji=False)
    if failed_sources is not None:
        told = language.gettext("Not written because of errors: {sources}. If there is a workbook of that name, it is from an earlier run.")
        err.print(told.format(sources=", ".join(failed_sources.rejected)))
        reject(failed_sources, language, input_folder, output_folder)


@app.command(
    help=text(
        'Remember in navne.toml that others write one of our names in another way, such as: alias bydele "Kgs. Enghave" "Vesterbro-Kongens Enghave"'
    )
)
def alias(
    of: Annotated[str, typer.Argument(metavar="LIST", help=text("Which names: bydele, omraader or fora."))],
    written: Annotated[str, typer.Argument(metavar="FROM", help=text("What others write."))],
    name: Annotated[str, typer.Argument(metavar="TO", help=text("Our name, letter by letter."))],
    input_folder: InputFolder = Path("input"),
) -> None:
    """Accept another spelling of one of our names."""
    from pipeline.input.sources.own_names import known_names
    from pipeline.language.same_name import nearest
    from pipeline.problems.screen import tell_problems
    from pipeline.settings.accepted_names import LISTS, add_alias, is_named

    language = language_of(input_folder)
    if of not in LISTS:
        raise typer.BadParameter(language.gettext("expected one of: {choices}").format(choices=", ".join(LISTS)), param_hint="LIST")
    try:
        known = known_names(input_folder, of)
        if name not in known:
            near = ", ".join(nearest(name, known)) or "-"
            message = language.gettext("»{found}« is none of our names; nearest: {near}").format(found=name, near=near)
            raise typer.BadParameter(message, param_hint="TO")
        if is_named(written, known):
            message = language.gettext("»{found}« is a name of ours itself").format(found=written)
            raise typer.BadParameter(message, param_hint="FROM")
        path = add_alias(input_folder, of, written, name)
    except InputRejected as rejected:
        tell_problems(err, rejected.problems, language)
        raise typer.Exit(Exit.REJECTED) from rejected
    except OSError as failed:
        end_storage(language.gettext("The name could not be saved: {reason}."), failed, language)
    out.print(language.gettext("{path}: »{found}« is »{name}« from now on.").format(path=path, found=written, name=name))
