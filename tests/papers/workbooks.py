"""Workbooks that tests make: as an office would save them."""

import io

import openpyxl


def book(rows, merges=(), name="台账"):
    made = openpyxl.Workbook()
    made.active.title = name
    for row in rows:
        made.active.append(row)
    for merge in merges:
        made.active.merge_cells(merge)
    return saved(made)


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
