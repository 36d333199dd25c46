#include "CSheetCalls.h"

struct tm *gmtime(const time_t *time) {
    static _Thread_local struct tm answer;
    return gmtime_r(time, &answer);
}
