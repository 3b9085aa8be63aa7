// What a Linux executable needs in front of a program that is linked against glibc, so that it carries its glibc along:
// this code stands where the kernel would have started ld.so. It lays the embedded ld.so out in memory and starts it,
// and it stands in for the few file operations of that ld.so, which so reads the embedded libraries and nothing else.
// Nothing is written: neither /proc nor memfd_create nor a writable directory is needed. Nothing is opened either, but for the
// random devices, and those only where the kernel has no getrandom.
// Freestanding, position independent, without relocations and without data of its own. executable.ts fills in `header`.

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;
typedef long i64;

enum { FILES = 16 };

struct file { u32 name, offset, bytes; }; // name and offset from the header
struct header {
  u32 functions[7]; // by the linker script: start, open, fstatat, read, pread, close, mmap
  u32 count;
  u64 entry; // of the program
  struct file file[FILES]; // the first is ld.so
};
extern struct header header __attribute__((visibility("hidden")));

// ---- system calls

#ifdef __x86_64__
enum { SYS_write = 1, SYS_close = 3, SYS_mmap = 9, SYS_mprotect = 10, SYS_madvise = 28, SYS_shmget = 29, SYS_exit = 60, SYS_uname = 63 };
enum { SYS_openat = 257, SYS_getrandom = 318 };
static inline i64 call6(i64 n, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  register i64 r10 __asm__("r10") = d, r8 __asm__("r8") = e, r9 __asm__("r9") = f;
  i64 r;
  __asm__ volatile("syscall" : "=a"(r) : "0"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
  return r;
}
enum { ST_MODE = 24 };
#elif defined(__aarch64__)
enum { SYS_write = 64, SYS_close = 57, SYS_mmap = 222, SYS_mprotect = 226, SYS_madvise = 233, SYS_shmget = 194, SYS_exit = 93, SYS_uname = 160 };
enum { SYS_openat = 56, SYS_getrandom = 278 };
static inline i64 call6(i64 n, i64 a, i64 b, i64 c, i64 d, i64 e, i64 f) {
  register i64 x8 __asm__("x8") = n, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
  register i64 x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
  return x0;
}
enum { ST_MODE = 16 };
#endif
enum { ST_DEV = 0, ST_INO = 8, ST_SIZE = 48, STAT_OCTETS = 128, S_IFREG_0555 = 0100555 };

enum { PROT_READ = 1, PROT_WRITE = 2, PROT_EXEC = 4, MAP_PRIVATE = 2, MAP_FIXED = 16, MAP_ANONYMOUS = 32, MADV_POPULATE_WRITE = 23 };
#define MAP_FAILED ((void *)-1)

static void *map_memory(u64 address, u64 bytes, i64 flags) {
  i64 r = call6(SYS_mmap, address, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  return r < 0 && r > -4096 ? MAP_FAILED : (void *)r;
}

static int protect(void *address, u64 bytes, i64 protection) {
  return call6(SYS_mprotect, (i64)address, bytes, protection, 0, 0, 0) == 0;
}

// ---- bytes

void *memcpy(void *restrict to, const void *restrict from, u64 bytes) {
#ifdef __x86_64__
  void *target = to;
  __asm__ volatile("rep movsb" : "+D"(target), "+S"(from), "+c"(bytes) : : "memory");
#else
  typedef u64 pair __attribute__((vector_size(16), aligned(1), may_alias));
  u64 at = 0;
  for (; at + 64 <= bytes; at += 64)
    for (int part = 0; part < 64; part += 16) *(pair *)((u8 *)to + at + part) = *(const pair *)((const u8 *)from + at + part);
  for (; at < bytes; at++) ((volatile u8 *)to)[at] = ((const u8 *)from)[at];
#endif
  return to;
}

// Instructions that were written as data must be made visible where caches do not do so themselves.
static void publish(const u8 *from, u64 bytes) {
#ifdef __aarch64__
  u64 sizes, at, end = (u64)from + bytes;
  __asm__ volatile("mrs %0, ctr_el0" : "=r"(sizes));
  u64 data = 4ul << (sizes >> 16 & 15), instruction = 4ul << (sizes & 15);
  for (at = (u64)from & -data; at < end; at += data) __asm__ volatile("dc cvau, %0" : : "r"(at) : "memory");
  __asm__ volatile("dsb ish" : : : "memory");
  for (at = (u64)from & -instruction; at < end; at += instruction) __asm__ volatile("ic ivau, %0" : : "r"(at) : "memory");
  __asm__ volatile("dsb ish\n isb" : : : "memory");
#else
  (void)from, (void)bytes;
#endif
}

static int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

// ---- ELF

struct elf { u8 ident[16]; unsigned short type, machine; u32 version; u64 entry, phoff, shoff; u32 flags; unsigned short ehsize, phentsize, phnum; };
struct segment { u32 type, flags; u64 offset, vaddr, paddr, filesz, memsz, align; };
enum { PT_NULL = 0, PT_LOAD = 1, PT_INTERP = 3, PF_X = 1, PF_W = 2, PF_R = 4 };

static const u8 *octets_of(const struct file *file) { return (const u8 *)&header + file->offset; }
static const struct elf *elf_of(const struct file *file) { return (const struct elf *)octets_of(file); }
static const struct segment *segments_of(const struct file *file) {
  return (const struct segment *)(octets_of(file) + elf_of(file)->phoff);
}

// ---- the file operations of ld.so

enum { FIRST = 0x70000000 }; // descriptors that the kernel never gives out

static const struct file *file_of(int descriptor) {
  u32 index = (u32)descriptor - FIRST;
  return index < header.count ? &header.file[index] : 0;
}

// Whatever directory ld.so looks in, it finds the embedded library of that name, and no other.
int hook_open(const char *path, int flags) {
  (void)flags;
  const char *name = path;
  for (const char *at = path; *at; at++) if (*at == '/') name = at + 1;
  for (u32 index = 0; index < header.count; index++)
    if (same(name, (const char *)&header + header.file[index].name)) return FIRST + index;
  return -1;
}

int hook_fstatat(int descriptor, const char *path, u8 *stat, int flags) {
  (void)path, (void)flags;
  const struct file *file = file_of(descriptor);
  if (!file) return -1;
  for (int at = 0; at < STAT_OCTETS; at += 8) *(u64 *)(stat + at) = 0;
  *(u64 *)(stat + ST_DEV) = ~0ul; // ld.so tells libraries apart by device and inode
  *(u64 *)(stat + ST_INO) = descriptor;
  *(u32 *)(stat + ST_MODE) = S_IFREG_0555;
  *(u64 *)(stat + ST_SIZE) = file->bytes;
  return 0;
}

i64 hook_pread(int descriptor, void *buffer, u64 bytes, u64 offset) {
  const struct file *file = file_of(descriptor);
  if (!file || offset > file->bytes) return -1;
  if (bytes > file->bytes - offset) bytes = file->bytes - offset;
  memcpy(buffer, octets_of(file) + offset, bytes);
  return bytes;
}

// ld.so reads only the beginning.
i64 hook_read(int descriptor, void *buffer, u64 bytes) { return hook_pread(descriptor, buffer, bytes, 0); }

int hook_close(int descriptor) { return file_of(descriptor) ? 0 : -1; }

// Anonymous memory instead of a file's: V8 could not run where such memory may not become executable.
void *hook_mmap(void *address, u64 bytes, int protection, int flags, int descriptor, u64 offset) {
  const struct file *file = file_of(descriptor);
  if (!file) {
    i64 r = call6(SYS_mmap, (i64)address, bytes, protection, flags, descriptor, offset);
    return r < 0 && r > -4096 ? MAP_FAILED : (void *)r;
  }
  u8 *memory = map_memory((u64)address, bytes, flags & MAP_FIXED);
  if (memory == MAP_FAILED) return memory;
  // The first mapping spans the whole library, the others are laid over it: copy only what begins in this page.
  const struct segment *segment = segments_of(file);
  u64 length = 0;
  for (int index = 0; index < elf_of(file)->phnum; index++, segment++) {
    u64 lead = segment->offset - offset;
    if (segment->type != PT_LOAD || segment->offset < offset || lead >= segment->align) continue;
    if (lead + segment->filesz > length) length = lead + segment->filesz;
  }
  if (length > bytes) length = bytes;
  // Hundreds of page faults at once; a kernel before 5.14 refuses, and takes them one by one.
  call6(SYS_madvise, (i64)memory, (length + 4095) & -4096ul, MADV_POPULATE_WRITE, 0, 0, 0);
  memcpy(memory, octets_of(file) + offset, length);
  if (protection & PROT_EXEC) publish(memory, length);
  return protect(memory, bytes, protection) ? memory : MAP_FAILED;
}

// ---- the start

static void __attribute__((noreturn)) exit_saying(const char *text, u64 bytes) {
  call6(SYS_write, 2, (i64)text, bytes, 0, 0, 0);
  for (;;) call6(SYS_exit, 3, 0, 0, 0, 0, 0);
}
#define CANNOT_START(reason) do { \
  static const char text[] = "edge-preflight: cannot start: " reason "\n"; \
  exit_saying(text, sizeof text - 1); \
} while (0)

static void __attribute__((noreturn)) give_up(void) { CANNOT_START("this system gives no executable memory"); }

enum { AT_FDCWD = -100, RELEASE = 130, UTSNAME_OCTETS = 390, OPENSSL_SEEDED = 114 };

static int opens(const char *path) {
  i64 descriptor = call6(SYS_openat, AT_FDCWD, (i64)path, 0, 0, 0, 0);
  if (descriptor < 0) return 0;
  call6(SYS_close, descriptor, 0, 0, 0, 0, 0);
  return 1;
}

// Linux 4.8 or later, as OpenSSL reads it: "3.10.0-1160" is 3 and 10.
static int is_recent(void) {
  char name[UTSNAME_OCTETS];
  if (call6(SYS_uname, (i64)name, 0, 0, 0, 0, 0)) return 0;
  int number[2] = {0, 0}, part = 0;
  for (const char *at = name + RELEASE; *at && part < 2; at++) {
    if (*at >= '0' && *at <= '9') number[part] = number[part] * 10 + *at - '0';
    else if (*at == '.') part++;
    else break;
  }
  return number[0] > 4 || (number[0] == 4 && number[1] >= 8);
}

// Without a seed for OpenSSL, Node would abort with a stack trace. OpenSSL asks getrandom; where the kernel has none it waits
// for /dev/random to be ready, once after each start of the system, and reads the first of both devices that opens; and from
// Linux 4.8 on it reads no device at all, since getrandom is there.
static void need_randomness(void) {
  u8 octet;
  if (call6(SYS_getrandom, (i64)&octet, 1, 0, 0, 0, 0) == 1) return;
  int waited = call6(SYS_shmget, OPENSSL_SEEDED, 1, 0, 0, 0, 0) >= 0;
  if (!waited && is_recent()) CANNOT_START("this system refuses the system call getrandom");
  if (opens("/dev/random") || (waited && opens("/dev/urandom"))) return;
  CANNOT_START("no random numbers: this kernel has no getrandom, and /dev/random cannot be opened");
}

static u64 lay_out(const struct file *file, u64 page) {
  const struct segment *segments = segments_of(file);
  u64 end = 0, align = page;
  int count = elf_of(file)->phnum;
  for (int index = 0; index < count; index++) {
    if (segments[index].type != PT_LOAD) continue;
    end = segments[index].vaddr + segments[index].memsz;
    if (segments[index].align > align) align = segments[index].align;
  }
  u8 *base = map_memory(0, end + align, 0);
  if (base == MAP_FAILED) give_up();
  base = (u8 *)(((u64)base + align - 1) & -align);
  for (int index = 0; index < count; index++) {
    const struct segment *segment = &segments[index];
    if (segment->type != PT_LOAD) continue;
    memcpy(base + segment->vaddr, octets_of(file) + segment->offset, segment->filesz);
    if (segment->flags & PF_W) continue;
    if (segment->flags & PF_X) publish(base + segment->vaddr, segment->filesz);
    u64 from = segment->vaddr & -page;
    i64 protection = PROT_READ | (segment->flags & PF_X ? PROT_EXEC : 0);
    if (!protect(base + from, segment->vaddr + segment->filesz - from, protection)) give_up();
  }
  return (u64)base;
}

enum { AT_NULL = 0, AT_PHDR = 3, AT_PHNUM = 5, AT_PAGESZ = 6, AT_BASE = 7, AT_ENTRY = 9 };

// ld.so insists on a PT_INTERP in the program; executable.ts has made it a PT_NULL, or the kernel would look for the file.
static u64 with_interpreter(const struct segment *segments, u64 count) {
  struct segment *copy = map_memory(0, count * sizeof *copy, 0);
  if (copy == MAP_FAILED) give_up();
  memcpy(copy, segments, count * sizeof *copy);
  for (u64 index = 0; index < count; index++) if (copy[index].type == PT_NULL) copy[index].type = PT_INTERP;
  return (u64)copy;
}

static int begins(const char *text, const char *with) {
  while (*with) if (*text++ != *with++) return 0;
  return 1;
}

// Words to ld.so from the target's own C library (LD_PRELOAD and the like), and to another Node.js: some of these run code
// (NODE_COMPILE_CACHE) or write files (NODE_V8_COVERAGE). A root certificate is meant for every program.
static int is_for_others(const char *text) {
  return begins(text, "LD_") || (begins(text, "NODE_") && !begins(text, "NODE_EXTRA_CA_CERTS="));
}

// @returns where to go on. What is above the stack pointer is as the kernel has left it: argc, argv, environ, auxv.
u64 stub_start(u64 *stack) {
  u64 *environment = stack + 1 + stack[0] + 1, *auxv = environment;
  while (*auxv++) {}

  u64 *to = environment;
  for (u64 *from = environment; *from; from++) if (!is_for_others((const char *)*from)) *to++ = *from;
  *to++ = 0;
  u64 *kept = to;
  do { to[0] = auxv[0], to[1] = auxv[1], auxv += 2, to += 2; } while (to[-2] != AT_NULL);

  u64 page = 4096, segments = 0;
  for (u64 *at = kept; at[0] != AT_NULL; at += 2) {
    if (at[0] == AT_PAGESZ) page = at[1];
    if (at[0] == AT_PHNUM) segments = at[1];
  }
  need_randomness();
  u64 base = lay_out(&header.file[0], page);
  for (u64 *at = kept; at[0] != AT_NULL; at += 2) {
    if (at[0] == AT_PHDR) at[1] = with_interpreter((const struct segment *)at[1], segments);
    if (at[0] == AT_BASE) at[1] = base;
    if (at[0] == AT_ENTRY) at[1] = header.entry;
  }
  return base + elf_of(&header.file[0])->entry;
}

#ifdef __x86_64__
__asm__(".globl stub_enter\nstub_enter: mov %rsp,%rdi\n mov %rsp,%rbx\n and $-16,%rsp\n call stub_start\n mov %rbx,%rsp\n xor %edx,%edx\n jmp *%rax\n");
#else
__asm__(".globl stub_enter\nstub_enter: mov x0,sp\n bl stub_start\n mov x16,x0\n mov x0,#0\n br x16\n");
#endif
