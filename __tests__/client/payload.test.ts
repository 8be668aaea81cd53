import { describe, expect, it } from '@jest/globals';
import { Payload } from '../../lib/client/payload.js';

function bytesOf(payload: Payload, most: number): Buffer {
  const slices: Uint8Array[] = [];
  for (let position = 0; position < payload.length;) {
    const slice = payload.slice(position, most);
    if (slice.length < 1 || slice.length > most) throw new Error(`a slice of ${slice.length} bytes`);
    slices.push(slice);
    position += slice.length;
  }
  return Buffer.concat(slices);
}

describe('a payload', () => {
  it.each([0, 1, 7, 8, 31, 32, 65_535, 65_536, 65_537, 200_000])(
    'has exactly the size asked for: %i',
    (size) => {
      const bytes = bytesOf(Payload.numbered(12, 3, size), 4096);
      expect(bytes).toHaveLength(size);
    },
  );

  it.each([1, 1000, 65_536, 1_000_000])('has the same bytes in slices of %i', (most) => {
    const payload = Payload.numbered(4711, 2, 150_000);
    expect(bytesOf(payload, most).equals(bytesOf(payload, 999))).toBe(true);
  });

  it('has the same bytes in every run', () => {
    const again = bytesOf(Payload.numbered(1, 1, 80), 80).toString();
    expect(again).toBe(bytesOf(Payload.numbered(1, 1, 80), 80).toString());
    expect(again).toMatch(/^message 1\/1[A-Za-z0-9+/]{69}$/);
  });

  it('is as long as its numbers need when no size is asked for', () => {
    expect(bytesOf(Payload.numbered(42, 7), 100).toString()).toBe('message 7/42');
  });

  it.each([8, 16, 40, 70_000])('differs between any two connections and messages at %i bytes', (size) => {
    const seen = new Set<string>();
    for (let connection = 1; connection <= 50; connection++) {
      for (let message = 1; message <= 4; message++) {
        seen.add(bytesOf(Payload.numbered(connection, message, size), 65_536).toString('latin1'));
      }
    }
    expect(seen.size).toBe(200);
  });

  it('keeps the fastest digits where the numbers do not fit', () => {
    expect(bytesOf(Payload.numbered(1234, 1, 3), 3).toString()).toBe('234');
  });

  it('has no newline and begins with no bracket', () => {
    for (let connection = 1; connection <= 300; connection++) {
      for (const size of [1, 2, 70_000]) {
        const bytes = bytesOf(Payload.numbered(connection, 1, size), 65_536);
        expect(bytes.includes('\n') || bytes.includes('[')).toBe(false);
      }
    }
  });

  it('can be any text, counted in bytes', () => {
    const payload = Payload.text('größer €');
    expect(payload.length).toBe(Buffer.byteLength('größer €'));
    expect(bytesOf(payload, 3).toString()).toBe('größer €');
  });
});
