import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { messagesOf, type Message } from '../../dashboard/api/sse.js';
import { runs } from '../helpers/effort.js';

const TEXT =
  'retry: 1000\n\nevent: snapshot\ndata: {"a":"é😀"}\nid: 4\n\n: ping\n\ndata: 5\n\nevent: cut\ndata: ';

it('reads the messages of a stream, however its bytes come', async () => {
  const bytes = new TextEncoder().encode(TEXT);
  const cuts = fc
    .array(fc.nat({ max: bytes.length }), { maxLength: 8 })
    .map((all) => all.toSorted((a, b) => a - b));
  await fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      const ends = [...places, bytes.length];
      const parts = ends.map((end, index) => bytes.slice(ends[index - 1] ?? 0, end));
      const messages: Message[] = [];
      for await (const message of messagesOf(streamOf(parts))) messages.push(message);
      expect(messages).toEqual([
        { event: 'snapshot', data: '{"a":"é😀"}', id: '4' },
        { event: 'message', data: '5', id: undefined },
      ]);
    }),
    { numRuns: runs(50) },
  );
});

function streamOf(parts: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) if (part.length > 0) controller.enqueue(part);
      controller.close();
    },
  });
}
