#ifndef GIAONHAN_CXLSXWRITER_SHIM_H
#define GIAONHAN_CXLSXWRITER_SHIM_H

#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

/// The library writes a sheet's rows to an unnamed file of its own and does not look whether that succeeds: a full disk
/// would leave a sheet without some of its rows. Here the stream is asked; the bytes in it, or -1 when any of them was lost.
static inline long long giaonhan_rows_bytes(lxw_worksheet *sheet) {
    FILE *rows = sheet->optimize_tmpfile;
    lxw_worksheet_write_single_row(sheet);
    if (rows == NULL || fflush(rows) != 0 || ferror(rows)) return -1;
    return ftello(rows);
}

/// Closes the rows' file of a sheet that will not be written; lxw_workbook_free leaves it open.
static inline void giaonhan_close_rows(lxw_worksheet *sheet) {
    if (sheet->optimize_tmpfile != NULL) fclose(sheet->optimize_tmpfile);
    sheet->optimize_tmpfile = NULL;
}

/// worksheet_merge_range also writes the cells, all rows of the range at once, which constant_memory forbids while other cells
/// of the first row are still to come. This only notes the range, as that function does at its end; the caller writes the cells.
static inline lxw_error giaonhan_merge(
    lxw_worksheet *sheet, lxw_row_t first_row, lxw_col_t first_column, lxw_row_t last_row, lxw_col_t last_column) {
    lxw_merged_range *range = calloc(1, sizeof(lxw_merged_range));
    if (range == NULL) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    range->first_row = first_row;
    range->first_col = first_column;
    range->last_row = last_row;
    range->last_col = last_column;
    STAILQ_INSERT_TAIL(sheet->merged_ranges, range, list_pointers);
    sheet->merged_range_count++;
    return LXW_NO_ERROR;
}

#endif
