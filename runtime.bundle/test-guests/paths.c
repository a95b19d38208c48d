/* Listing folders, and what paths mean. */
#include "rules.h"

#define ENTRIES 300
static uint8_t buffer[4096];
static int seen[ENTRIES];

static __wasi_fd_t folder(const char *path) {
    __wasi_fd_t fd;
    int got = opened(path, __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_FD_FILESTAT_GET, 0, 0, &fd);
    if (got) report(-2, got);
    return fd;
}

/* Lists from a cookie on through a buffer of this size; counts names, returns the last whole entry's cookie, tells whether that was all. */
static __wasi_dircookie_t list(__wasi_fd_t fd, __wasi_size_t size, __wasi_dircookie_t cookie, int *names, int *end) {
    __wasi_size_t used;
    int got = __wasi_fd_readdir(fd, buffer, size, cookie, &used);
    if (got) report(-3, got);
    HOLDS(used <= size);
    for (__wasi_size_t at = 0; at + sizeof(__wasi_dirent_t) <= used;) {
        __wasi_dirent_t e;
        memcpy(&e, buffer + at, sizeof e);
        at += sizeof e;
        if (at + e.d_namlen > used) break;
        char name[32] = {0};
        memcpy(name, buffer + at, e.d_namlen);
        if (!strncmp(name, "entry-", 6)) {
            seen[atoi(name + 6)]++;
            HOLDS(e.d_type == __WASI_FILETYPE_REGULAR_FILE && e.d_ino);
        } else HOLDS((!strcmp(name, ".") || !strcmp(name, "..")) && e.d_type == __WASI_FILETYPE_DIRECTORY);
        (*names)++;
        at += e.d_namlen;
        cookie = e.d_next;
    }
    *end = used < size;
    return cookie;
}

static void listing_goes_on_where_a_cookie_says(void) {
    char name[32];
    int names = 0, end = 0;
    WORKS(__wasi_path_create_directory(DATA, "many"));
    __wasi_fd_t fd = folder("many");
    list(fd, sizeof buffer, 0, &names, &end);
    HOLDS(names == 2 && end);
    for (int i = 0; i < ENTRIES; i++) {
        snprintf(name, sizeof name, "many/entry-%d", i);
        make(name);
    }
    __wasi_dircookie_t cookie = 0;
    for (names = end = 0; !end;) cookie = list(fd, 200, cookie, &names, &end);
    HOLDS(names == ENTRIES + 2);
    for (int i = 0; i < ENTRIES; i++) HOLDS(seen[i] == 1);
    names = 0;
    HOLDS(list(fd, sizeof buffer, cookie, &names, &end) == cookie && names == 0 && end);
    list(fd, sizeof buffer, cookie + 1000, &names, &end);
    HOLDS(names == 0 && end);
    /* Over again, and from the middle in another descriptor. */
    cookie = list(fd, 100, 0, &names, &end);
    HOLDS(names >= 2 && !end);
    __wasi_fd_t other = folder("many");
    for (end = 0; !end;) cookie = list(other, 1000, cookie, &names, &end);
    HOLDS(names == ENTRIES + 2);
    /* What came meanwhile is seen by who starts over. */
    make("many/entry-0000");
    for (names = end = 0, cookie = 0; !end;) cookie = list(fd, 1000, cookie, &names, &end);
    HOLDS(names == ENTRIES + 3);
    WORKS(__wasi_fd_close(other));
    WORKS(__wasi_fd_close(fd));
}

static void a_name_that_does_not_fit_fills_the_buffer(void) {
    __wasi_size_t used;
    __wasi_fd_t fd = folder("many");
    WORKS(__wasi_fd_readdir(fd, buffer, 3, 0, &used));
    HOLDS(used == 3);
    WORKS(__wasi_fd_readdir(fd, buffer, 0, 0, &used));
    HOLDS(used == 0);
    WORKS(__wasi_fd_readdir(fd, buffer, 25, 1, &used));
    HOLDS(used == 25 && buffer[24] == '.');
    GIVES(__wasi_fd_readdir(1, buffer, 25, 0, &used), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_fd_readdir(99, buffer, 25, 0, &used), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_close(fd));
}

static void slashes_at_the_end_mean_a_folder(void) {
    __wasi_fd_t fd;
    __wasi_filestat_t s;
    make("file");
    WORKS(__wasi_path_create_directory(DATA, "dir/"));
    GIVES(__wasi_path_create_directory(DATA, "dir"), __WASI_ERRNO_EXIST);
    GIVES(opened("file/", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(opened("file//", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(opened("file/.", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(opened("new/", __WASI_OFLAGS_CREAT, WRITING, 0, 0, &fd), __WASI_ERRNO_ISDIR);
    WORKS(opened("dir///", 0, 0, 0, 0, &fd));
    WORKS(__wasi_fd_close(fd));
    GIVES(__wasi_path_filestat_get(DATA, 0, "file/", &s), __WASI_ERRNO_NOTDIR);
    WORKS(__wasi_path_filestat_get(DATA, 0, "dir//", &s));
    HOLDS(s.filetype == __WASI_FILETYPE_DIRECTORY);
    GIVES(__wasi_path_unlink_file(DATA, "file/"), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_unlink_file(DATA, "dir/"), __WASI_ERRNO_ISDIR);
    GIVES(__wasi_path_unlink_file(DATA, "dir"), __WASI_ERRNO_ISDIR);
    GIVES(__wasi_path_remove_directory(DATA, "file/"), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_remove_directory(DATA, "file"), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_rename(DATA, "file/", DATA, "other"), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_rename(DATA, "file", DATA, "other/"), __WASI_ERRNO_NOTDIR);
    WORKS(__wasi_path_rename(DATA, "dir/", DATA, "dir2/"));
    WORKS(__wasi_path_remove_directory(DATA, "dir2//"));
}

static void dots_go_up_only_from_folders_and_never_out(void) {
    __wasi_fd_t fd;
    WORKS(__wasi_path_create_directory(DATA, "a"));
    WORKS(__wasi_path_create_directory(DATA, "a/b"));
    make("a/b/f");
    WORKS(opened("a/.//b/../../a/b/../b///./f", 0, READING, 0, 0, &fd));
    WORKS(__wasi_fd_close(fd));
    GIVES(opened("file/../a/b/f", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(opened("nothing/../a/b/f", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOENT);
    GIVES(opened("a/b/../../../a/b/f", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTCAPABLE);
    GIVES(opened("/a/b/f", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTCAPABLE);
    GIVES(opened("", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOENT);
    GIVES(__wasi_path_remove_directory(DATA, "a/b/."), __WASI_ERRNO_INVAL);
    GIVES(__wasi_path_remove_directory(DATA, "a/b/.."), __WASI_ERRNO_NOTEMPTY);
    GIVES(__wasi_path_remove_directory(DATA, "."), __WASI_ERRNO_INVAL);
    GIVES(__wasi_path_rename(DATA, ".", DATA, "c"), __WASI_ERRNO_BUSY);
    GIVES(__wasi_path_rename(DATA, "a", DATA, "a/b/.."), __WASI_ERRNO_BUSY);
    GIVES(__wasi_path_rename(DATA, "a", DATA, "a/b/c"), __WASI_ERRNO_INVAL);
    GIVES(__wasi_path_remove_directory(DATA, "a"), __WASI_ERRNO_NOTEMPTY);
}

/* Made from outside: link -> a, dangling -> nothing, loop -> loop. */
static void links_are_seen_and_never_followed(void) {
    __wasi_fd_t fd;
    __wasi_filestat_t s;
    __wasi_size_t n;
    GIVES(opened("link/b/f", 0, READING, 0, 0, &fd), __WASI_ERRNO_LOOP);
    GIVES(opened("link", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(opened("loop", 0, READING, 0, 0, &fd), __WASI_ERRNO_LOOP);
    GIVES(opened("dangling", __WASI_OFLAGS_CREAT, WRITING, 0, 0, &fd), __WASI_ERRNO_LOOP);
    GIVES(opened("link/../file", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_create_directory(DATA, "link/new"), __WASI_ERRNO_LOOP);
    WORKS(__wasi_path_filestat_get(DATA, 0, "dangling", &s));
    HOLDS(s.filetype != __WASI_FILETYPE_REGULAR_FILE && s.filetype != __WASI_FILETYPE_DIRECTORY);
    GIVES(__wasi_path_filestat_get(DATA, __WASI_LOOKUPFLAGS_SYMLINK_FOLLOW, "dangling", &s), __WASI_ERRNO_LOOP);
    GIVES(__wasi_path_readlink(DATA, "file", buffer, sizeof buffer, &n), __WASI_ERRNO_INVAL);
    GIVES(__wasi_path_symlink("a", DATA, "made"), __WASI_ERRNO_NOTSUP);
    GIVES(__wasi_path_link(DATA, 0, "file", DATA, "made"), __WASI_ERRNO_NOTSUP);
    WORKS(__wasi_path_rename(DATA, "link", DATA, "link2"));
    WORKS(__wasi_path_unlink_file(DATA, "link2"));
    WORKS(__wasi_path_unlink_file(DATA, "loop"));
    GIVES(__wasi_path_unlink_file(DATA, "loop"), __WASI_ERRNO_NOENT);
}

static void renaming_replaces_as_it_should_and_open_things_follow(void) {
    __wasi_filestat_t s;
    __wasi_fd_t fd, d;
    WORKS(__wasi_path_create_directory(DATA, "empty"));
    WORKS(__wasi_path_create_directory(DATA, "full"));
    fd = file("full/f", __WASI_OFLAGS_CREAT, WRITING | __WASI_RIGHTS_FD_FILESTAT_GET);
    GIVES(__wasi_path_rename(DATA, "empty", DATA, "full"), __WASI_ERRNO_NOTEMPTY);
    GIVES(__wasi_path_rename(DATA, "empty", DATA, "full/f"), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_rename(DATA, "full/f", DATA, "empty"), __WASI_ERRNO_ISDIR);
    GIVES(__wasi_path_rename(DATA, "nothing", DATA, "empty"), __WASI_ERRNO_NOENT);
    WORKS(opened("full", __WASI_OFLAGS_DIRECTORY, __WASI_RIGHTS_FD_READDIR | __WASI_RIGHTS_FD_FILESTAT_GET | __WASI_RIGHTS_PATH_FILESTAT_GET, 0, 0, &d));
    WORKS(__wasi_path_rename(DATA, "full", DATA, "empty"));
    WORKS(put(fd, "still here"));
    WORKS(__wasi_path_filestat_get(d, 0, "f", &s));
    HOLDS(s.size == 10);
    WORKS(__wasi_fd_filestat_get(d, &s));
    HOLDS(s.filetype == __WASI_FILETYPE_DIRECTORY);
    WORKS(__wasi_path_unlink_file(DATA, "empty/f"));
    WORKS(put(fd, ", without a name"));
    WORKS(__wasi_fd_filestat_get(fd, &s));
    HOLDS(s.size == 26);
    WORKS(__wasi_fd_close(fd));
    WORKS(__wasi_fd_close(d));
}

static void paths_have_limits(void) {
    static char longest[4200];
    __wasi_fd_t fd;
    memset(longest, 'n', 256);
    GIVES(opened(longest, __WASI_OFLAGS_CREAT, WRITING, 0, 0, &fd), __WASI_ERRNO_NAMETOOLONG);
    longest[255] = 0;
    WORKS(opened(longest, __WASI_OFLAGS_CREAT, WRITING, 0, 0, &fd));
    WORKS(__wasi_fd_close(fd));
    for (int i = 0; i < 4198; i += 2) memcpy(longest + i, "a/", 2);
    GIVES(opened(longest, 0, READING, 0, 0, &fd), __WASI_ERRNO_NAMETOOLONG);
    GIVES(opened("not\xff utf-8", 0, READING, 0, 0, &fd), __WASI_ERRNO_ILSEQ);
    GIVES(opened("file", 16, READING, 0, 0, &fd), __WASI_ERRNO_INVAL);
    GIVES(opened("file", 0, READING, 0, 64, &fd), __WASI_ERRNO_INVAL);
    GIVES(__wasi_path_open(1, 0, "file", 0, READING, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
    GIVES(__wasi_path_open(DATA, 0, "file", __WASI_OFLAGS_CREAT | __WASI_OFLAGS_EXCL, WRITING, 0, 0, &fd), __WASI_ERRNO_EXIST);
    GIVES(opened("file", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd), __WASI_ERRNO_NOTDIR);
}

int main(void) {
    weft_ready();
    listing_goes_on_where_a_cookie_says();
    a_name_that_does_not_fit_fills_the_buffer();
    slashes_at_the_end_mean_a_folder();
    dots_go_up_only_from_folders_and_never_out();
    links_are_seen_and_never_followed();
    renaming_replaces_as_it_should_and_open_things_follow();
    paths_have_limits();
    report(0, 0);
}
