#include "CLine.h"
int line_placeholder(void) { return 0; }
