import { printable } from '../../printable.js';
import { backendPage } from '../backends/backend-page.js';
import { span, type StyledLine } from '../text/line.js';
import type { TopData } from './data.js';
import { Page } from './page.js';
import { fieldLines, pickLines } from './pages.js';
import type { TopState } from './state.js';
import type { ViewName } from './views.js';

/** Everything about a row, by the view's name. */
const DETAILS: Readonly<
  Record<ViewName, (key: string, data: TopData, now: number) => readonly StyledLine[] | undefined>
> = {
  backends: (key, { balancer }, now) => {
    const backend = balancer?.backends.find(({ name }) => name === key);
    return backend && backendPage(backend, now);
  },
  connections: (key, { connections }) => fields(connections.find(({ id }) => id === key)),
  sessions: (key, { sessions }) => fields(sessions.find((session) => session.key === key)),
  events: (key, { events }) => fields(events.find(({ id }) => String(id) === key)),
  why: (key, { picks }) => {
    const pick = picks.find(({ id }) => String(id) === key);
    return pick && pickLines(pick);
  },
};

/** A page with everything about the selected row, which stays up to date. @param now - in ms since 1970 */
export function detailsPage(state: TopState, now: () => number): Page | undefined {
  const { viewName } = state;
  const key = state.view.selected(state.data, now());
  if (key === undefined) return undefined;
  let last: readonly StyledLine[] = [];
  return new Page(viewName, () => {
    const found = DETAILS[viewName](key, state.data, now());
    if (found !== undefined) last = found;
    return found ?? [[span(`${printable(key)} is gone; the last that was known of it:`, 'caution')], ...last];
  });
}

function fields(row: object | undefined): readonly StyledLine[] | undefined {
  return row && fieldLines(row);
}
