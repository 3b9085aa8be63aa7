/* relay MICROSECONDS LOST_THERE LOST_BACK SEED HOST DEVICE HOST DEVICE: a line between two network namespaces, with a delay in each
 * direction and so many packets of a million lost at random. Its ends are TUN devices, so that it needs no queueing discipline of the
 * kernel. Prints "ready" once both exist, and ends on a signal. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST = 1600, WAITING = 8192 };

/* Packets leave in the order in which they came: the delay is the same for all. */
struct direction {
  int from, to;
  uint32_t lost;
  uint64_t random;
  unsigned head, count;
  struct packet { int64_t due; uint16_t octets; uint8_t content[LARGEST]; } packets[WAITING];
};
static struct direction there, back;

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int failed(const char *what) {
  perror(what);
  exit(1);
}

static int device(const char *host, const char *name) {
  char path[256];
  snprintf(path, sizeof path, "/run/netns/%s", host);
  int space = open(path, O_RDONLY | O_CLOEXEC);
  if (space < 0 || setns(space, CLONE_NEWNET)) failed(path);
  close(space);
  int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tun < 0) failed("/dev/net/tun");
  struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
  strncpy(request.ifr_name, name, IFNAMSIZ - 1);
  if (ioctl(tun, TUNSETIFF, &request)) failed(name);
  return tun;
}

/* xorshift64: the same losses for the same seed and the same packets. */
static int is_lost(struct direction *way) {
  way->random ^= way->random << 13;
  way->random ^= way->random >> 7;
  way->random ^= way->random << 17;
  return way->random % 1000000 < way->lost;
}

static void receive(struct direction *way, int64_t delay) {
  while (way->count < WAITING) {
    struct packet *packet = &way->packets[(way->head + way->count) % WAITING];
    ssize_t octets = read(way->from, packet->content, LARGEST);
    if (octets <= 0) return;
    if (is_lost(way)) continue;
    packet->octets = (uint16_t)octets;
    packet->due = now() + delay;
    way->count++;
  }
}

/* @returns when the next packet is due, or INT64_MAX. */
static int64_t send_due(struct direction *way) {
  while (way->count > 0) {
    struct packet *packet = &way->packets[way->head];
    if (packet->due > now()) return packet->due;
    /* What the other end has no room for is lost, as on a line. */
    if (write(way->to, packet->content, packet->octets) < 0 && errno != EAGAIN && errno != EIO) failed("write");
    way->head = (way->head + 1) % WAITING;
    way->count--;
  }
  return INT64_MAX;
}

int main(int count, char **arguments) {
  if (count != 9)
    return fputs("usage: relay MICROSECONDS LOST_THERE LOST_BACK SEED HOST DEVICE HOST DEVICE\n", stderr), 2;
  int64_t delay = atoll(arguments[1]) * 1000;
  int ends[] = { device(arguments[5], arguments[6]), device(arguments[7], arguments[8]) };
  there.lost = (uint32_t)atoll(arguments[2]);
  back.lost = (uint32_t)atoll(arguments[3]);
  there.random = UINT64_C(0x9e3779b97f4a7c15) * (uint64_t)(2 * atoll(arguments[4]) + 1);
  back.random = ~there.random;
  there.from = back.to = ends[0];
  there.to = back.from = ends[1];
  puts("ready");
  fflush(stdout);
  for (;;) {
    receive(&there, delay);
    receive(&back, delay);
    int64_t due = send_due(&there), other = send_due(&back), rest = (other < due ? other : due) - now();
    if (rest < 0) rest = 0;
    struct timespec limit = { rest / 1000000000, rest % 1000000000 };
    struct pollfd polled[] = { { ends[0], POLLIN, 0 }, { ends[1], POLLIN, 0 } };
    ppoll(polled, 2, due == INT64_MAX && other == INT64_MAX ? NULL : &limit, NULL);
  }
}
