/* Ranks' shares follow each other, leave nothing out, and no rank has much more than another: also
 * where there are more ranks than things. */
#include <stdio.h>

#include "rank_share.h"

static int is_fair(uint64_t count, int ranks) {
  uint64_t next = 0, least = UINT64_MAX, most = 0;
  int rank;
  for (rank = 0; rank < ranks; ++rank) {
    uint64_t first, number;
    share_of(count, rank, ranks, &first, &number);
    if (first != next) return 0;
    next += number;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return next == count && most - least <= 1;
}

int main(void) {
  static const uint64_t counts[] = {0, 1, 5, 64, 863, UINT64_C(1) << 60, UINT64_MAX};
  size_t i;
  int ranks;
  for (i = 0; i < sizeof counts / sizeof counts[0]; ++i)
    for (ranks = 1; ranks < 100; ++ranks)
      if (!is_fair(counts[i], ranks)) {
        printf("%llu things over %d ranks\n", (unsigned long long)counts[i], ranks);
        return 1;
      }
  return 0;
}
