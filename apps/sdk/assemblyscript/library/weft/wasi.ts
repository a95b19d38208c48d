// The functions of WASI preview 1 that this library uses (wasi_snapshot_preview1). Each returns an error number.

export const FIRST_FOLDER: i32 = 3;
export const CREATE: u32 = 1, TRUNCATE: u32 = 8;
export const RIGHT_READ: u64 = 2 | 4, RIGHT_SYNC: u64 = 16, RIGHT_WRITE: u64 = 4 | 64;

@external("wasi_snapshot_preview1", "fd_prestat_get")
export declare function fd_prestat_get(fd: i32, into: usize): i32;

@external("wasi_snapshot_preview1", "fd_prestat_dir_name")
export declare function fd_prestat_dir_name(fd: i32, into: usize, length: u32): i32;

@external("wasi_snapshot_preview1", "path_open")
export declare function path_open(folder: i32, lookup: u32, path: usize, length: u32, how: u32, rights: u64, inheriting: u64, flags: u32, into: usize): i32;

@external("wasi_snapshot_preview1", "path_unlink_file")
export declare function path_unlink_file(folder: i32, path: usize, length: u32): i32;

@external("wasi_snapshot_preview1", "path_rename")
export declare function path_rename(folder: i32, path: usize, length: u32, target: i32, to: usize, toLength: u32): i32;

@external("wasi_snapshot_preview1", "fd_read")
export declare function fd_read(fd: i32, vectors: usize, count: u32, into: usize): i32;

@external("wasi_snapshot_preview1", "fd_write")
export declare function fd_write(fd: i32, vectors: usize, count: u32, into: usize): i32;

@external("wasi_snapshot_preview1", "fd_sync")
export declare function fd_sync(fd: i32): i32;

@external("wasi_snapshot_preview1", "fd_close")
export declare function fd_close(fd: i32): i32;
