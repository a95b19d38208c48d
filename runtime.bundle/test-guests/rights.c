/* Rights, renumbering, what is found open. */
#include "rules.h"

static void rights_are_what_was_asked_for(void) {
    __wasi_fdstat_t s;
    __wasi_fd_t fd;
    __wasi_size_t n;
    char buffer[8];
    __wasi_iovec_t into = {(uint8_t *) buffer, sizeof buffer};
    fd = file("rights", __WASI_OFLAGS_CREAT, WRITING | __WASI_RIGHTS_FD_SEEK);
    WORKS(__wasi_fd_fdstat_get(fd, &s));
    HOLDS(s.fs_filetype == __WASI_FILETYPE_REGULAR_FILE && s.fs_rights_base == (WRITING | __WASI_RIGHTS_FD_SEEK) && s.fs_rights_inheriting == 0);
    WORKS(put(fd, "text"));
    GIVES(__wasi_fd_read(fd, &into, 1, &n), __WASI_ERRNO_BADF);
    GIVES(__wasi_fd_filestat_set_size(fd, 1), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_fd_sync(fd), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_fd_advise(fd, 0, 0, __WASI_ADVICE_NORMAL), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_close(fd));
    fd = file("rights", 0, READING);
    WORKS(__wasi_fd_fdstat_get(fd, &s));
    HOLDS(s.fs_rights_base == READING);
    GIVES(put(fd, "x"), __WASI_ERRNO_BADF);
    GIVES(__wasi_fd_fdstat_set_flags(fd, __WASI_FDFLAGS_APPEND), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_close(fd));
    fd = file("rights", 0, 0);
    GIVES(__wasi_fd_read(fd, &into, 1, &n), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_close(fd));
}

static void rights_only_become_fewer(void) {
    __wasi_fdstat_t s;
    __wasi_size_t n;
    char buffer[8];
    __wasi_iovec_t into = {(uint8_t *) buffer, sizeof buffer};
    __wasi_fd_t fd = file("rights", 0, READING | WRITING | __WASI_RIGHTS_FD_TELL);
    WORKS(__wasi_fd_fdstat_set_rights(fd, WRITING | __WASI_RIGHTS_FD_TELL, 0));
    GIVES(__wasi_fd_read(fd, &into, 1, &n), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_fd_pread(fd, &into, 1, 0, &n), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_fd_fdstat_set_rights(fd, READING | WRITING, 0), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_fd_fdstat_set_rights(fd, 0, READING), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_fdstat_get(fd, &s));
    HOLDS(s.fs_rights_base == (WRITING | __WASI_RIGHTS_FD_TELL));
    __wasi_filesize_t at;
    WORKS(__wasi_fd_tell(fd, &at));
    WORKS(__wasi_fd_seek(fd, 0, __WASI_WHENCE_CUR, &at));
    GIVES(__wasi_fd_seek(fd, 1, __WASI_WHENCE_CUR, &at), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_close(fd));
}

static void folders_pass_on_what_they_kept(void) {
    __wasi_fd_t folder, fd;
    __wasi_fdstat_t s;
    WORKS(__wasi_path_create_directory(DATA, "narrow"));
    WORKS(opened("narrow", __WASI_OFLAGS_DIRECTORY, ~0ull & ~WRITING, READING | WRITING | __WASI_RIGHTS_FD_READDIR, 0, &folder));
    WORKS(__wasi_fd_fdstat_get(folder, &s));
    HOLDS(s.fs_filetype == __WASI_FILETYPE_DIRECTORY && !(s.fs_rights_base & (READING | __WASI_RIGHTS_FD_SEEK | __WASI_RIGHTS_FD_FILESTAT_SET_SIZE)));
    HOLDS(s.fs_rights_inheriting == (READING | WRITING | __WASI_RIGHTS_FD_READDIR));
    GIVES(__wasi_path_open(folder, 0, "f", __WASI_OFLAGS_CREAT, WRITING | __WASI_RIGHTS_FD_SEEK, 0, 0, &fd), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_path_open(folder, 0, "f", __WASI_OFLAGS_CREAT, WRITING, 0, 0, &fd));
    WORKS(__wasi_fd_close(fd));
    WORKS(__wasi_fd_fdstat_set_rights(folder, s.fs_rights_base & ~(__WASI_RIGHTS_PATH_FILESTAT_SET_SIZE | __WASI_RIGHTS_PATH_CREATE_FILE
        | __WASI_RIGHTS_PATH_UNLINK_FILE | __WASI_RIGHTS_PATH_CREATE_DIRECTORY | __WASI_RIGHTS_PATH_RENAME_TARGET), READING));
    GIVES(__wasi_path_open(folder, 0, "f", __WASI_OFLAGS_TRUNC, 0, 0, 0, &fd), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_path_open(folder, 0, "g", __WASI_OFLAGS_CREAT, 0, 0, 0, &fd), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_path_open(folder, 0, "f", 0, WRITING, 0, 0, &fd), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_path_unlink_file(folder, "f"), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_path_create_directory(folder, "d"), __WASI_ERRNO_NOTCAPABLE);
    GIVES(__wasi_path_rename(DATA, "rights", folder, "r"), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_path_rename(folder, "f", DATA, "moved-out"));
    WORKS(__wasi_path_open(folder, 0, ".", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &fd));
    uint8_t bytes[8];
    __wasi_size_t n;
    GIVES(__wasi_fd_readdir(fd, bytes, sizeof bytes, 0, &n), __WASI_ERRNO_NOTCAPABLE);
    WORKS(__wasi_fd_close(fd));
    WORKS(__wasi_fd_close(folder));
    GIVES(opened("narrow", __WASI_OFLAGS_DIRECTORY, READING | WRITING, 0, 0, &fd), __WASI_ERRNO_ISDIR);
}

static void renumbering_moves_and_closes(void) {
    __wasi_fdstat_t before, after;
    __wasi_fd_t a = file("one", __WASI_OFLAGS_CREAT, WRITING), b = file("two", __WASI_OFLAGS_CREAT, READING);
    WORKS(__wasi_fd_fdstat_get(a, &before));
    WORKS(__wasi_fd_renumber(a, b));
    GIVES(__wasi_fd_close(a), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_fdstat_get(b, &after));
    HOLDS(before.fs_rights_base == after.fs_rights_base && before.fs_filetype == after.fs_filetype);
    GIVES(__wasi_fd_renumber(b, a), __WASI_ERRNO_BADF);
    GIVES(__wasi_fd_renumber(a, b), __WASI_ERRNO_BADF);
    GIVES(__wasi_fd_renumber(b, 0x7fffffff), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_renumber(b, b));
    WORKS(put(b, "into one"));
    WORKS(__wasi_fd_close(b));
    HOLDS(file("three", __WASI_OFLAGS_CREAT, WRITING) == a);
    WORKS(__wasi_fd_close(a));
    __wasi_filestat_t s;
    WORKS(__wasi_path_filestat_get(DATA, 0, "one", &s));
    HOLDS(s.size == 8);
}

/* Last: afterwards nothing is open any more. */
static void what_is_found_open_has_a_name_until_it_is_closed(void) {
    __wasi_prestat_t p;
    uint8_t name[16] = "################";
    WORKS(__wasi_fd_prestat_get(DATA, &p));
    HOLDS(p.tag == __WASI_PREOPENTYPE_DIR && p.u.dir.pr_name_len == 5);
    GIVES(__wasi_fd_prestat_dir_name(DATA, name, 4), __WASI_ERRNO_NAMETOOLONG);
    HOLDS(name[0] == '#');
    WORKS(__wasi_fd_prestat_dir_name(DATA, name, sizeof name));
    HOLDS(!memcmp(name, "/data#", 6));
    GIVES(__wasi_fd_prestat_get(1, &p), __WASI_ERRNO_BADF);
    GIVES(__wasi_fd_prestat_get(77, &p), __WASI_ERRNO_BADF);
    __wasi_fd_t folder;
    WORKS(opened("narrow", __WASI_OFLAGS_DIRECTORY, 0, 0, 0, &folder));
    GIVES(__wasi_fd_prestat_get(folder, &p), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_renumber(folder, DATA));
    GIVES(__wasi_fd_prestat_get(DATA, &p), __WASI_ERRNO_BADF);
    WORKS(__wasi_fd_close(DATA));
    GIVES(__wasi_path_create_directory(DATA, "x"), __WASI_ERRNO_BADF);
}

int main(void) {
    weft_ready();
    rights_are_what_was_asked_for();
    rights_only_become_fewer();
    folders_pass_on_what_they_kept();
    renumbering_moves_and_closes();
    what_is_found_open_has_a_name_until_it_is_closed();
    report(0, 0);
}
