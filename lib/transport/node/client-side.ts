import type { SideEvents } from '../pump-side.js';
import { NodeSide } from './node-side.js';

/** The client's: a plain stream, which may have been read ahead, and even to its end. */
export class ClientSide extends NodeSide {
  override start(events: SideEvents): void {
    const { socket } = this;
    super.start(events);
    socket.on('data', this.sends.pushOrPause);
    socket.resume();
    if (socket.readableEnded) events.sideEnded(this);
  }

  override stop(): void {
    this.socket.pause();
    this.socket.off('data', this.sends.pushOrPause);
    super.stop();
  }

  dispose(): void {
    // What a stream reads into is the garbage collector's.
  }
}
