import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLog, type LoggerOptions } from '../../lib/logging/logger.js';
import { cleanup } from '../helpers/cleanup.js';
import { temporaryFolder } from '../helpers/folder.js';

const onEnd = cleanup();
const ENTRY = { level: 'warn', event: 'failover', message: 'B2 is down', fields: { backend: 'B2' } } as const;

function lines(
  options: Partial<LoggerOptions>,
  write: (log: ReturnType<typeof createLog>) => void,
): string[] {
  const stream = new PassThrough({ encoding: 'utf8' });
  write(createLog({ component: 'balance', level: 'info', format: 'json', stream, ...options }));
  const text = (stream.read() as string | null) ?? '';
  return text.split('\n').filter((line) => line !== '');
}

describe('the log', () => {
  it('is one object a line, the standing fields first, the own ones beside them', () => {
    const [line = ''] = lines({}, (log) => log(ENTRY));
    expect(Object.keys(JSON.parse(line) as object)).toEqual([
      'timestamp',
      'level',
      'component',
      'event',
      'message',
      'backend',
    ]);
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      component: 'balance',
      event: 'failover',
      backend: 'B2',
    });
  });

  it('is a time, a level, a component and a sentence for people', () => {
    const [line] = lines({ format: 'pretty' }, (log) => log(ENTRY));
    expect(line).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}balance {2}B2 is down$/);
  });

  it('paints the level and nothing else', () => {
    const paint = (level: string, text: string): string => `<${level}:${text}>`;
    const [line] = lines({ format: 'pretty', paint }, (log) => log(ENTRY));
    expect(line).toMatch(/ <warn:WARN > balance {2}B2 is down$/);
  });

  it('leaves out what is less grave than its level', () => {
    expect(lines({ level: 'error' }, (log) => log(ENTRY))).toEqual([]);
  });

  it('cannot be forged or made to command a terminal by what it is told', () => {
    const message = 'B2\n12:00:00.000 INFO  balance  all is well\u001b[2J\u009b\u2028';
    for (const format of ['pretty', 'json'] as const) {
      const written = lines({ format }, (log) => log({ ...ENTRY, message }));
      expect(written).toHaveLength(1);
      expect(written[0]).not.toMatch(/\p{Cc}|\u2028/u);
      if (format === 'json') expect(JSON.parse(written[0] ?? '')).toMatchObject({ message });
    }
  });

  it('appends to a file, never coloured', async () => {
    const file = join(await temporaryFolder(onEnd), 'lb.log');
    lines({ format: 'pretty', file, paint: () => 'COLOUR' }, (log) => log(ENTRY));
    expect(await written(file)).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} WARN {2}balance {2}B2 is down\n$/,
    );
  });

  it('has the date where standard error is a file', async () => {
    const file = join(await temporaryFolder(onEnd), 'stderr');
    const fd = openSync(file, 'a');
    onEnd(() => closeSync(fd));
    const stream = Object.assign(new PassThrough(), { fd });
    createLog({ component: 'balance', level: 'info', format: 'pretty', stream })(ENTRY);
    expect(await written(file)).toMatch(/^\d{4}-\d\d-\d\d \d\d:.* WARN {2}balance {2}B2 is down\n$/);
  });

  it('refuses a file that cannot be written, in one line', () => {
    expect(() => lines({ file: '/no/such/dir/x.log' }, () => undefined)).toThrow(
      expect.objectContaining({
        code: 'ERR_LOG_FILE',
        message:
          "log file '/no/such/dir/x.log' cannot be written (ENOENT: no such file or directory): check the path",
      }),
    );
  });
});

/** What a file holds as soon as it holds anything. */
async function written(file: string): Promise<string> {
  for (;;) {
    const text = await readFile(file, 'utf8');
    if (text !== '') return text;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
