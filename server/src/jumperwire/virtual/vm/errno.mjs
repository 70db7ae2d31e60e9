// Error numbers. The interpreter passes on what a system call returns, so they are Linux's, as on any board.

export const Errno = Object.freeze({
  EPERM: 1, ENOENT: 2, EIO: 5, EBADF: 9, EACCES: 13, EBUSY: 16, EEXIST: 17, EXDEV: 18, ENOTDIR: 20, EISDIR: 21,
  EINVAL: 22, EMFILE: 24, EFBIG: 27, ENOSPC: 28, ESPIPE: 29, EROFS: 30, ENAMETOOLONG: 36, ENOSYS: 38, ENOTEMPTY: 39,
});

// The one number the interpreter compares itself, with the C library's value: "handle what is pending, then try again".
export const WASI_EINTR = 27;

/** Thrown inside a system call. */
export class SystemError extends Error {
  constructor(name) {
    super(name);
    this.errno = Errno[name] ?? Errno.EIO;
  }
}

/** Linux's number for an error of node:fs, whatever the platform. */
export function errnoOf(error) {
  if (error instanceof SystemError) return error.errno;
  if (typeof error?.code !== "string") throw error; // ours, not the file system's
  if (error.code === "ERR_ACCESS_DENIED") return Errno.EACCES; // Node's permission model
  return Errno[error.code] ?? Errno.EIO;
}
