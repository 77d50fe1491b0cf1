"""How figures are answered: a page, a sheet for the funder, or a spreadsheet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, redirect

from blueprints import clock, press
from blueprints.figures import wording
from blueprints.figures.charts import charts_of
from blueprints.figures.paper import sheet_of
from blueprints.figures.spreadsheet import figures_csv
from blueprints.figures.subject import Subject, asked_year, closed_month, least, years_of
from blueprints.rendering import render_page
from models.errors import RuleBroken

PRINT, PDF, CSV = "print", "sheet.pdf", "figures.csv"
PAPERS = f'<any("{PRINT}", "{PDF}", "{CSV}"):paper>'
"""The end of an address: what of it is wanted on paper."""


def show(subject: Subject) -> Response:
    """The page of a year."""
    year = asked_year(subject)
    table = (subject.exact or subject.told)(year)
    return render_page(
        f"figures/{subject.layout}.html",
        subject=subject,
        year=year,
        years=[(each.label, subject.url(each), each == year) for each in years_of(subject)],
        table=table,
        charts=charts_of(table),
        columns=wording.columns_of(table),
        parts=subject.parts(table) if subject.parts and table.months else [],
        notes=wording.notes_of(table, least()),
        has_paper=year.first < closed_month() and not table.is_empty,
        can_print=press.can_print(),
        words=wording,
        **subject.more,
    )


def paper(subject: Subject, wanted: str) -> Response | Any:
    """What leaves the group: months that are over, and no small number."""
    year = asked_year(subject)
    table = subject.told(year)
    if not table.months:
        flash("No month of that year is over yet. There is nothing to print.", "warn")
        return redirect(subject.url(year), 303)
    if wanted == CSV:
        answer = Response("".join(figures_csv(subject.name, table, least())), mimetype="text/csv")
        answer.headers["Content-Disposition"] = f'attachment; filename="figures-{year.key}.csv"'
        return answer
    host = urlsplit(current_app.config["SETTINGS"].public_url).netloc
    content = sheet_of(subject.name, subject.patch, host, table, least(), clock.today())
    if wanted == PRINT:
        return render_page("figures/paper.html", subject=subject, year=year, c=content, charts=charts_of(table)[:2])
    try:
        answer = Response(press.pdf("figures", content), mimetype="application/pdf")
    except RuleBroken as refusal:
        flash(refusal.message, "warn")
        return redirect(subject.url(year), 303)
    answer.headers["Content-Disposition"] = f'inline; filename="figures-{year.key}.pdf"'
    return answer
