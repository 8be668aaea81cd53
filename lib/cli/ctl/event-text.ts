import { printable } from '../../printable.js';
import { clockTime } from '../text/brief.js';
import { plainText, span, type StyledLine, type Style } from '../text/line.js';

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

export function eventLine(item: EventItem): string {
  return plainText(eventSpans(item));
}
