/* old-kernel LAST RELEASE COMMAND [ARGUMENT]...: runs a command to which this kernel is an older one. System calls with a number
 * above LAST fail with ENOSYS, and uname says RELEASE: OpenSSL reads the random devices only where that is older than 4.8. On
 * x86-64 the system calls of Linux 3.10, CentOS 7's, end at 313. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

static int fail(const char *what) { return perror(what), 1; }

/* Answers each uname with the older release, until the last process behind the filter has ended. */
static int answer(int listener, const char *release) {
  for (;;) {
    struct seccomp_notif asked = {0};
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked)) {
      if (errno == EINTR || errno == ENOENT) continue;
      return 0;
    }
    struct seccomp_notif_resp reply = {.id = asked.id};
    struct utsname name;
    uname(&name);
    strncpy(name.release, release, sizeof name.release - 1);
    struct iovec from = {&name, sizeof name}, to = {(void *)asked.data.args[0], sizeof name};
    if (process_vm_writev(asked.pid, &from, 1, &to, 1, 0) < 0) reply.error = -EFAULT;
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
  }
}

int main(int count, char **arguments) {
  if (count < 4) return fputs("usage: old-kernel LAST RELEASE COMMAND [ARGUMENT]...\n", stderr), 2;
  struct sock_filter filter[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, atoi(arguments[1]), 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_uname, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  int ready[2];
  if (pipe2(ready, O_CLOEXEC)) return fail("pipe");
  /* The child shares the table of descriptors until it becomes the command, so that its listener is this process's too. */
  pid_t child = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
  if (child < 0) return fail("clone");
  if (child == 0) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) _exit(fail("no_new_privs"));
    int listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    if (listener < 0) _exit(fail("seccomp"));
    if (write(ready[1], &listener, sizeof listener) < 0) _exit(fail("write"));
    execv(arguments[3], arguments + 3);
    _exit(fail(arguments[3]));
  }
  int listener, status;
  if (read(ready[0], &listener, sizeof listener) != sizeof listener) return 1;
  pid_t helper = fork();
  if (helper == 0) _exit(answer(listener, arguments[2]));
  waitpid(child, &status, 0);
  kill(helper, SIGKILL);
  waitpid(helper, 0, 0);
  if (!WIFSIGNALED(status)) return WEXITSTATUS(status);
  signal(WTERMSIG(status), SIG_DFL);
  raise(WTERMSIG(status));
  return 1;
}
