import { identityFacts, loadFacts, stateFacts } from '../backends/standing.js';
import { eventSpans } from '../ctl/event-text.js';
import { headline, type Fact } from '../text/headline.js';
import { restyled, span, type StyledLine } from '../text/line.js';
import { cutLine, fitLine } from '../text/width.js';
import { printable } from '../../printable.js';
import { formatMs } from '../../units.js';
import type { TopData } from './data.js';
import { BINDINGS } from './key-table.js';
import { fieldLines } from './pages.js';
import type { ScreenFrame } from './renderer.js';
import type { ScreenSize } from './screen.js';
import type { TopState } from './state.js';
import { VIEW_NAMES } from './views.js';

/** A screen with fewer rows has one line above the rows, and no events below. */
const ROOMY = 14;
const EVENT_LINES = 2;
/** On a narrower screen the views are numbers. */
const WIDE = 100;
/** Without a word for that long a process seems to stand still, in ms. */
const SILENT_MS = 5000;

/** All of the screen. @param now - in ms since 1970 */
export function screenFrame(state: TopState, { columns, rows }: ScreenSize, now: number): ScreenFrame {
  const { data, overlay } = state;
  const isRoomy = rows >= ROOMY;
  const head = [titleLine(data, now, columns), ...(isRoomy ? [secondLine(state, now, columns)] : [])];
  const hasEvents = isRoomy && overlay?.body === undefined && state.viewName !== 'events';
  const events = hasEvents ? eventLines(data, columns) : [];
  const height = Math.max(0, rows - head.length - events.length - 2);
  state.pageRows = Math.max(1, height - 1);
  const body = overlay?.body?.(columns, height) ?? bodyLines(state, now, columns, height);
  const blank = Array<StyledLine>(Math.max(0, height - body.length)).fill([]);
  const message = overlay?.prompt?.() ?? messageLine(state, now);
  const lines = [...head, ...body, ...blank, ...events, message, keyLine(state, columns)];
  const shown = lines.map((line) => cutLine(line, columns)).slice(0, rows);
  const cursor = overlay?.cursor?.();
  return {
    lines: shown,
    ...(cursor !== undefined && { cursor: { column: Math.min(cursor, columns - 1), row: rows - 2 } }),
  };
}

function titleLine(data: TopData, now: number, room: number): StyledLine {
  const { identity, balancer, rates, lost, heardAt } = data;
  if (lost !== undefined) {
    const text = `lost ${identity.name} for ${formatMs(now - lost.since)}, reconnecting: ${lost.reason}`;
    return fitLine([span(printable(text), 'bad')], room);
  }
  const silentMs = now - heardAt;
  if (silentMs > SILENT_MS)
    return fitLine(
      [span(printable(`${identity.name} has not answered for ${formatMs(silentMs)}`), 'bad')],
      room,
    );
  if (balancer === undefined) return headline(identityFacts(identity, now), [], room);
  const rate: Fact = { line: [span(`${rates.total?.toFixed(1) ?? '-'} conn/s`)], rank: 1 };
  return headline(identityFacts(identity, now, balancer), [rate, ...loadFacts(balancer)], room);
}

/** How it stands, and what is special about the view. */
function secondLine({ data, view, isPaused }: TopState, now: number, room: number): StyledLine {
  const { balancer, server } = data;
  const notes: Fact[] = [
    ...(isPaused ? [{ line: [span('paused: Space goes on', 'caution')] }] : []),
    ...[view.note(data, now)]
      .filter((note) => note !== '')
      .map((note) => ({ line: [span(printable(note), 'note')] })),
  ];
  if (balancer !== undefined) return headline(stateFacts(balancer), notes, room);
  return headline([{ line: [span(`${server?.open ?? 0} open`)] }], notes, room);
}

function bodyLines(
  { data, view, viewName }: TopState,
  now: number,
  room: number,
  height: number,
): readonly StyledLine[] {
  const { server } = data;
  const lines =
    server !== undefined && viewName === 'backends'
      ? fieldLines(server)
      : view.lines(data, now, room, height);
  return data.lost === undefined ? lines : lines.map((line) => restyled(line, 'faint'));
}

/** The last that happened, the newest first. */
function eventLines({ events }: TopData, room: number): StyledLine[] {
  const last = events.slice(-EVENT_LINES).reverse();
  return Array.from({ length: EVENT_LINES }, (_, at) => {
    const event = last[at];
    return event === undefined ? [] : cutLine(eventSpans(event), room);
  });
}

/** On a screen without a second line the message is also where it says that it is paused. */
function messageLine({ message, isPaused, view, data }: TopState, now: number): StyledLine {
  if (message.length > 0) return message;
  return [span(isPaused ? 'paused: Space goes on' : printable(view.note(data, now)), 'note')];
}

/** The views, and the keys that there is room for. */
function keyLine({ viewName }: TopState, room: number): StyledLine {
  const views = VIEW_NAMES.map((name, at): Fact => {
    const number = at + 1;
    if (name === viewName) return { line: [span(`[${number} ${name}]`, 'strong')] };
    return { line: [span(room < WIDE ? String(number) : `${number} ${name}`, 'faint')], rank: 1 };
  });
  const keys = BINDINGS.flatMap(({ hint }): Fact[] => {
    if (hint === undefined) return [];
    const [text, rank] = hint;
    return [{ line: [span(text)], ...(rank !== undefined && { rank }) }];
  });
  return headline([...views, ...keys], [], room, 2);
}
