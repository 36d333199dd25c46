// The wrappers are inline; this file exists because a C target needs one.
#include "CFileCalls.h"
