"""`gemascraper schema`: the JSON Schema of the data."""

from __future__ import annotations

import click


@click.command()
@click.argument("table", type=click.Choice(["articles", "credits"]), default="articles")
def schema(*, table: str) -> None:
    """Print the JSON Schema of one line of articles, or of image credits."""
    import json

    from gemascraper.export.schema import items_schema

    click.echo(json.dumps(items_schema(table), indent=2, ensure_ascii=False))
