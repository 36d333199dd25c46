// libxlsxwriter writes a workbook's date by gmtime, whose answer stands in one place for all threads of a process, localtime's too: a log
// line written meanwhile changed the date in a sheet, and so the sheet's bytes. It offers no other way, therefore this.
#ifndef CSHEETCALLS_H
#define CSHEETCALLS_H

#include <time.h>

/// gmtime(3) with an answer for each thread, which ISO C allows and glibc does not give. Linked into an executable it takes the place of
/// glibc's for every library; in one that were linked statically as a whole there would be two.
struct tm *gmtime(const time_t *time);

#endif
