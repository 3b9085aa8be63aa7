/* old-kernel LAST COMMAND [ARGUMENT]...: runs a command to which this kernel is an older one. System calls with a number above
 * LAST fail with ENOSYS. On x86-64 those of Linux 3.10, CentOS 7's, end at 313. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int count, char **arguments) {
  if (count < 3) return fputs("usage: old-kernel LAST COMMAND [ARGUMENT]...\n", stderr), 2;
  struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, atoi(arguments[1]), 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { sizeof filter / sizeof *filter, filter };
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
    return perror("seccomp"), 1;
  execv(arguments[2], arguments + 2);
  return perror(arguments[2]), 1;
}
