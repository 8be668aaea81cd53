import { printable } from '../../printable.js';
import { reflow } from '../../reflow.js';
import { clockTime } from '../text/brief.js';
import { plainText, span, type StyledLine, type Style } from '../text/line.js';
import { textWidth } from '../text/width.js';

/** An event as the API has it. */
export interface EventItem {
  readonly id: number;
  readonly event: string;
  readonly timestamp: string;
  readonly message?: string;
  readonly level?: string;
}

const STYLES: Readonly<Record<string, Style>> = { warn: 'caution', error: 'bad' };

/** When it was, and what happened. */
export function eventSpans({ timestamp, event, message, level = '' }: EventItem): StyledLine {
  return [
    span(`${clockTime(timestamp)} `, 'faint'),
    span(printable(message ?? event), event === 'failover' ? 'bad' : STYLES[level]),
  ];
}

/** Same, on as many lines as the message needs in that room, beside the time. */
export function wrappedEvent(item: EventItem, room: number): StyledLine[] {
  const [time = span(''), { text, style } = span('')] = eventSpans(item);
  const beside = textWidth(time.text);
  const parts = reflow(text, room - beside).split('\n');
  return parts.map((part, index) => [index === 0 ? time : span(' '.repeat(beside)), span(part, style)]);
}

export function eventLine(item: EventItem): string {
  return plainText(eventSpans(item));
}
