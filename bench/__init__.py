"""`flask bench`: how fast the pages are beside a bare Flask "hello" on the same server, and how that grows.


It makes worlds of invented listings, serves them with `flask serve` in a process of their own, asks from this one, and
prints tables in Markdown. Nothing of it runs in the app.
"""

import tempfile
from pathlib import Path

import click
from flask import Flask

DATABASES = ("sqlite", "postgres")


def init_app(app: Flask) -> None:
    """Give `app` the commands `flask bench`, `flask bench-printing`, `flask bench-desks` and `flask bench-figures`."""
    app.cli.add_command(bench)
    app.cli.add_command(bench_printing)
    app.cli.add_command(bench_desks)
    app.cli.add_command(bench_figures)


@click.command("bench")
@click.option("--sizes", default="2000,20000,200000", show_default=True, help="How many listings, with commas between.")
@click.option("--databases", default="sqlite,postgres", show_default=True, help="sqlite, postgres, or both.")
@click.option("--rounds", default=5, show_default=True, help="Turns of each page; the middle one counts.")
@click.option("--seconds", default=1.0, show_default=True, help="Length of one turn.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the worlds here, and use those that are there.")
def bench(sizes: str, databases: str, rounds: int, seconds: float, folder: Path | None) -> None:
    """Measure the pages at several sizes and print the tables. Takes minutes; needs the test packages."""
    from bench.report import tables
    from bench.run import measure_all

    wanted_sizes = [int(size) for size in sizes.split(",")]
    wanted_databases = [name for name in databases.split(",") if name in DATABASES]
    if not wanted_databases:
        raise click.UsageError("Name sqlite, postgres, or both with a comma between.")
    with tempfile.TemporaryDirectory(prefix="hereabouts-bench-") as temporary:
        place = folder or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        measured = measure_all(place.absolute(), wanted_databases, wanted_sizes, rounds, seconds, say=click.echo)
    click.echo()
    click.echo(tables(measured))


@click.command("bench-printing")
@click.option("--rounds", default=30, show_default=True, help="Sheets of each design; the middle one counts.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the world here, and use it if it is there.")
def bench_printing(rounds: int, folder: Path | None) -> None:
    """Measure the press: warm, cold, and 200 posters in one file while pages are asked for."""
    from bench.printing import measure_printing, printing_table

    with tempfile.TemporaryDirectory(prefix="hereabouts-bench-") as temporary:
        place = folder or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        measured = measure_printing(place.absolute(), rounds, say=click.echo)
    click.echo()
    click.echo(printing_table(measured))


@click.command("bench-desks")
@click.option("--databases", default="sqlite,postgres", show_default=True, help="sqlite, postgres, or both.")
@click.option("--rounds", default=15, show_default=True, help="Times each page is asked for; the best counts.")
@click.option("--many", default=10_000, show_default=True, help="Open referrals in the large town.")
def bench_desks(databases: str, rounds: int, many: int) -> None:
    """Measure the desks with 100 open referrals beside many."""
    from bench.desks import desks_table, measure_desks

    wanted = [name for name in databases.split(",") if name in DATABASES]
    if not wanted:
        raise click.UsageError("Name sqlite, postgres, or both with a comma between.")
    with tempfile.TemporaryDirectory(prefix="hereabouts-bench-") as temporary:
        measured = measure_desks(Path(temporary), wanted, rounds, many=many, say=click.echo)
    click.echo()
    click.echo(desks_table(measured, many))


@click.command("bench-figures")
@click.option("--databases", default="sqlite,postgres", show_default=True, help="sqlite, postgres, or both.")
@click.option("--rounds", default=25, show_default=True, help="Times each report is worked out.")
@click.option("--many", default=200_000, show_default=True, help="Visits in the year, in the large world.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep the worlds here, and use those that are there.")
def bench_figures(databases: str, rounds: int, many: int, folder: Path | None) -> None:
    """Measure the year reports of site, panel, group and team."""
    from bench.figures import figures_table, measure_figures

    wanted = [name for name in databases.split(",") if name in DATABASES]
    if not wanted:
        raise click.UsageError("Name sqlite, postgres, or both with a comma between.")
    with tempfile.TemporaryDirectory(prefix="hereabouts-bench-") as temporary:
        place = folder or Path(temporary)
        place.mkdir(parents=True, exist_ok=True)
        measured = measure_figures(place.absolute(), wanted, rounds, many=many, say=click.echo)
    click.echo()
    click.echo(figures_table(measured, many))
