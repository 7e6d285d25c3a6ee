"""The archived articles as files: JSON Lines that grow during a run; JSON Lines, CSV and Parquet on request.

`columns.COLUMNS` has one line for each column; `filters` chooses stories; `jsonl`, `csv` and `parquet` write them. The
package knows the items, and nothing about how they were crawled.
"""
