"""Read survey exports: any file a survey tool writes, with nothing lost and every guess said.

`files` tells what a source is and opens it: `bytes_`, `dialect` and `records` for texts, `workbooks` for Excel and its
kin. `layouts` finds the header, `rows` what is no response, `score_column` and `roles` what each column is by the words
of `vocabulary`, `values` and `dates` what each cell says. `export` puts it together, `report` says it.
"""
