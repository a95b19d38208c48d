// The WASI error numbers that apps meet (wasi_snapshot_preview1, errno).

export enum Errno {
  SUCCESS = 0, ACCES = 2, AGAIN = 6, BADF = 8, DQUOT = 19, EXIST = 20, FBIG = 22, INVAL = 28, IO = 29, ISDIR = 31, MSGSIZE = 35,
  NAMETOOLONG = 37, NOENT = 44, NOSPC = 51, NOTDIR = 54, NOTEMPTY = 55, PERM = 63, ROFS = 69, TIMEDOUT = 73, NOTCAPABLE = 76,
}

/** What a person reads of an error number. */
export function errorText(error: i32): string {
  switch (error) {
    case Errno.ACCES: return "Permission denied";
    case Errno.DQUOT: return "Quota exceeded";
    case Errno.EXIST: return "File exists";
    case Errno.FBIG: return "File too large";
    case Errno.IO: return "I/O error";
    case Errno.ISDIR: return "Is a directory";
    case Errno.NAMETOOLONG: return "Filename too long";
    case Errno.NOENT: return "No such file or directory";
    case Errno.NOSPC: return "No space left on device";
    case Errno.NOTDIR: return "Not a directory";
    case Errno.ROFS: return "Read-only file system";
    case Errno.NOTCAPABLE: return "Capabilities insufficient";
    default: return "Error " + error.toString();
  }
}
