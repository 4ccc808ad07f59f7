"""What the references write: tables of their own, beside the program's."""

from __future__ import annotations

from django.db import models

TABLES = """
CREATE TABLE IF NOT EXISTS bench_one (id bigserial PRIMARY KEY, number text UNIQUE, text text);
CREATE TABLE IF NOT EXISTS bench_two (id bigserial PRIMARY KEY, one_id bigint REFERENCES bench_one, text text);
CREATE TABLE IF NOT EXISTS bench_three (id bigserial PRIMARY KEY, one_id bigint REFERENCES bench_one, text text);
"""


class One(models.Model):
    number = models.TextField(unique=True)
    text = models.TextField()

    class Meta:
        app_label, db_table, managed = "bench", "bench_one", False


class Two(models.Model):
    one = models.ForeignKey(One, on_delete=models.PROTECT)
    text = models.TextField()

    class Meta:
        app_label, db_table, managed = "bench", "bench_two", False


class Three(models.Model):
    one = models.ForeignKey(One, on_delete=models.PROTECT)
    text = models.TextField()

    class Meta:
        app_label, db_table, managed = "bench", "bench_three", False


def one_more(number: str, text: str) -> None:
    """One insert, as any Django view would make it."""
    One._default_manager.create(number=number, text=text)
