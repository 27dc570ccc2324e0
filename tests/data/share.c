/* A file system without some calls, as shares and Windows drives are. LACKS names them: folders links hardlinks rights locks. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int lacks(const char *call) {
    const char *named = getenv("LACKS");
    return named != NULL && strstr(named, call) != NULL;
}

#define REFUSE(call, error) if (lacks(call)) { errno = error; return -1; }
#define REAL(type, name) ((type) dlsym(RTLD_NEXT, name))

int fsync(int descriptor) {
    struct stat about;
    if (fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) REFUSE("folders", EINVAL)
    return REAL(int (*)(int), "fsync")(descriptor);
}

int chmod(const char *path, mode_t mode) {
    REFUSE("rights", EPERM)
    return REAL(int (*)(const char *, mode_t), "chmod")(path, mode);
}

int fchmodat(int folder, const char *path, mode_t mode, int flags) {
    REFUSE("rights", EPERM)
    return REAL(int (*)(int, const char *, mode_t, int), "fchmodat")(folder, path, mode, flags);
}

int symlink(const char *target, const char *path) {
    REFUSE("links", EOPNOTSUPP)
    return REAL(int (*)(const char *, const char *), "symlink")(target, path);
}

int symlinkat(const char *target, int folder, const char *path) {
    REFUSE("links", EOPNOTSUPP)
    return REAL(int (*)(const char *, int, const char *), "symlinkat")(target, folder, path);
}

int link(const char *from, const char *to) {
    REFUSE("hardlinks", EOPNOTSUPP)
    return REAL(int (*)(const char *, const char *), "link")(from, to);
}

int linkat(int one, const char *from, int other, const char *to, int flags) {
    REFUSE("hardlinks", EOPNOTSUPP)
    return REAL(int (*)(int, const char *, int, const char *, int), "linkat")(one, from, other, to, flags);
}

static int control(const char *name, int descriptor, int command, void *argument) {
    if (command == F_SETLK || command == F_SETLKW) REFUSE("locks", ENOLCK)
    return REAL(int (*)(int, int, void *), name)(descriptor, command, argument);
}

int fcntl(int descriptor, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return control("fcntl", descriptor, command, argument);
}

int fcntl64(int descriptor, int command, ...) {
    va_list rest;
    va_start(rest, command);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    return control("fcntl64", descriptor, command, argument);
}
