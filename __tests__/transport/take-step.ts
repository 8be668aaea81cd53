import type { Socket } from 'node:net';

/** What an outer socket can do of a schedule. */
export type SocketStep =
  { readonly do: 'send'; readonly size: number } | { readonly do: 'pause' | 'resume' | 'finish' };

/** Has the socket do it. @param send - sends that many bytes; not called after FIN */
export function takeStep(step: SocketStep, socket: Socket, send: (size: number) => void): void {
  switch (step.do) {
    case 'pause':
      socket.pause();
      break;
    case 'resume':
      socket.resume();
      break;
    case 'finish':
      socket.end();
      break;
    case 'send':
      if (!socket.writableEnded) send(step.size);
  }
}
