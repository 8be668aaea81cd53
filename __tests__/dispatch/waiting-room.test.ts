import { describe, expect, it } from '@jest/globals';
import { WaitingRoom } from '../../lib/dispatch/waiting-room.js';

/** A client and its place in the order of arrival. */
interface Waiting {
  readonly ticket: number;
}

const waitingRoom = (): WaitingRoom<Waiting> => new WaitingRoom(({ ticket }) => ticket);

function clients(...tickets: number[]): Waiting[] {
  return tickets.map((ticket) => ({ ticket }));
}

/** All that wait, oldest first. */
function tickets(room: WaitingRoom<Waiting>): (number | undefined)[] {
  return Array.from({ length: room.size }, (_, position) => room.at(position)?.ticket);
}

describe('the waiting room', () => {
  it('has clients in the order of their tickets, whenever they enter', () => {
    const room = waitingRoom();
    expect(clients(3, 7, 5, 1, 9, 4).map((client) => room.enter(client))).toEqual([0, 1, 1, 0, 4, 2]);
    expect(tickets(room)).toEqual([1, 3, 4, 5, 7, 9]);
    expect([room.takeOldest()?.ticket, room.takeYoungest()?.ticket]).toEqual([1, 9]);
    expect(tickets(room)).toEqual([3, 4, 5, 7]);
  });

  it('lets a client leave from anywhere, once', () => {
    const room = waitingRoom();
    const all = clients(1, 2, 3, 4);
    for (const client of all) room.enter(client);
    expect([2, 0, 3].map((index) => all[index] && room.remove(all[index]))).toEqual([2, 0, 1]);
    expect(tickets(room)).toEqual([2]);
    expect(all[0] && room.remove(all[0])).toBe(-1);
  });

  it('knows a client that does not wait, though another one has its ticket', () => {
    const room = waitingRoom();
    const [stranger = { ticket: 0 }, member = { ticket: 0 }] = clients(1, 1);
    expect(room.remove(stranger)).toBe(-1);
    room.enter(member);
    expect([room.remove(stranger), room.size]).toEqual([-1, 1]);
  });

  it('has nobody to take out when it is empty', () => {
    const room = waitingRoom();
    expect([room.takeOldest(), room.takeYoungest(), room.at(0), room.size]).toEqual([
      undefined,
      undefined,
      undefined,
      0,
    ]);
  });

  it('keeps the order over a long life, whoever comes and goes', () => {
    const room = waitingRoom();
    const kept: Waiting[] = [];
    for (const client of clients(...Array.from({ length: 1000 }, (_, n) => n + 1))) {
      expect(room.enter(client)).toBe(kept.push(client) - 1);
      if (client.ticket % 3 > 0) expect(room.takeOldest()).toBe(kept.shift());
      if (client.ticket % 50 > 0) continue;
      const [oldest = client, second = client] = kept;
      expect([room.remove(second), room.remove(oldest), room.enter(oldest), room.enter(second)]).toEqual([
        1, 0, 0, 1,
      ]);
    }
  });
});
