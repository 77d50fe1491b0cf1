"""The measurements as tables in Markdown."""

from collections.abc import Sequence

from bench.run import Measured

AIMS = {"find": 0.15, "listing": 0.35}
PAGES = ("find", "listing", "patch")


def tables(measured: Sequence[Measured]) -> str:
    """Everything that was measured, a table for each question."""
    return "\n\n".join([_ratios(measured), _times(measured), _growth(measured), _weights(measured)])


def _ratios(measured: Sequence[Measured]) -> str:
    rows = [
        [
            m.database,
            f"{m.size:,}",
            f"{m.hello:,.0f}/s",
            *(f"{m.ratios[p]:.2f} ({m.rates[p]:,.0f}/s)" for p in PAGES),
            " / ".join(f"{m.processor[p]:.2f}" for p in PAGES),
        ]
        for m in measured
    ]
    aims = "Aims at 20,000 listings: find 0.15, listing 0.35."
    return f"Throughput as a share of a bare Flask hello under the same server. {aims}\n\n" + _table(
        ["database", "listings", "hello", *PAGES, "by processor time: find / listing / patch"], rows
    )


def _times(measured: Sequence[Measured]) -> str:
    names = (*PAGES, "placed")
    rows = [
        [m.database, f"{m.size:,}", *(f"{m.times[n][0]:.1f} / {m.times[n][1]:.1f}" for n in names),
         f"{m.resident_mb:.0f} MB", f"{m.first_page_s:.2f} s"]
        for m in measured
    ]  # fmt: skip
    heads = ["database", "listings", "find", "listing", "patch", "search in a patch or near a place"]
    return "One page at a time, p50 / p95 in ms; memory of the process; start to first page.\n\n" + _table(
        [*heads, "memory", "first page"], rows
    )


def _growth(measured: Sequence[Measured]) -> str:
    rows = []
    for database in dict.fromkeys(m.database for m in measured):
        sizes = sorted((m for m in measured if m.database == database), key=lambda m: m.size)
        small, large = sizes[0], sizes[-1]
        if small is not large:
            rows.append(
                [database, f"{small.size:,} to {large.size:,}"]
                + [f"x {large.times[n][1] / small.times[n][1]:.2f}" for n in ("placed", "find", "listing", "patch")]
            )
    return "Growth of p95. Aim for searches in a patch or near a place: under x 2.\n\n" + _table(
        ["database", "listings", "search in a patch or near a place", "find", "listing", "patch"], rows
    )


def _weights(measured: Sequence[Measured]) -> str:
    last = measured[-1]
    rows = [[name, f"{size / 1000:.1f} kB", str(count)] for name, (size, count) in last.weights.items()]
    return "First view over the wire, gzip, headers included. Aims: 12 kB in three requests; find 28 kB.\n\n" + _table(
        ["page", "bytes", "requests"], rows
    )


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
