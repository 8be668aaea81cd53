/** Numbers of Linux, the same on x64 and arm64. */
export const AF_INET = 2;
export const AF_INET6 = 10;
export const SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
export const NONBLOCK_CLOEXEC = 0x800 | 0x80000;
export const SHUT_WR = 1;

export const SOL_SOCKET = 1;
export const SO_REUSEADDR = 2;
export const SO_ERROR = 4;
export const SO_KEEPALIVE = 9;
export const SO_LINGER = 13;
export const SO_REUSEPORT = 15;
export const IPPROTO_TCP = 6;
export const TCP_NODELAY = 1;
export const TCP_KEEPIDLE = 4;
export const TCP_KEEPINTVL = 5;
export const TCP_KEEPCNT = 6;
export const IPPROTO_IPV6 = 41;
export const IPV6_V6ONLY = 26;
export const F_SETPIPE_SZ = 1031;

export const EPOLL_CLOEXEC = 0x80000;
export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_DEL = 2;
export const EPOLLIN = 1;
export const EPOLLPRI = 2;
export const EPOLLOUT = 4;
export const EPOLLERR = 8;
export const EPOLLHUP = 16;
export const EPOLLRDHUP = 0x2000;
/** Only changes are told of. */
export const EPOLLET = 2 ** 31;
/** Whatever says that a peer has sent FIN, or is gone. */
export const PEER_LEFT = EPOLLRDHUP | EPOLLERR | EPOLLHUP;

export const EINTR = 4;
export const EBADF = 9;
export const EAGAIN = 11;
export const ENFILE = 23;
export const EMFILE = 24;
export const EPIPE = 32;
export const ECONNRESET = 104;
export const EINPROGRESS = 115;

/** The codes of errors by which Node calls them. */
const CODES = new Map([
  [EMFILE, 'EMFILE'],
  [ENFILE, 'ENFILE'],
  [13, 'EACCES'],
  [EPIPE, 'EPIPE'],
  [98, 'EADDRINUSE'],
  [99, 'EADDRNOTAVAIL'],
  [100, 'ENETDOWN'],
  [101, 'ENETUNREACH'],
  [103, 'ECONNABORTED'],
  [ECONNRESET, 'ECONNRESET'],
  [105, 'ENOBUFS'],
  [12, 'ENOMEM'],
  [110, 'ETIMEDOUT'],
  [111, 'ECONNREFUSED'],
  [112, 'EHOSTDOWN'],
  [113, 'EHOSTUNREACH'],
]);

/** An error of the system as Node throws it. @param call - that failed */
export function systemError(errno: number, call: string): NodeJS.ErrnoException {
  const code = CODES.get(errno) ?? 'EIO';
  return Object.assign(new Error(`${call} ${code}`), { code, errno: -errno, syscall: call });
}
