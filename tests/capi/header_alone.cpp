// Only looked at with every warning there is.
#include <weightkin.h>
