import { useState } from 'preact/hooks';
import type { Lab } from '../state/lab.js';
import type { LabEvent } from '../state/model.js';
import { clock } from './format.js';

/** Events that a screen reader is told of when they come. */
const LOUD = new Set(['failover', 'failback', 'no_active_servers', 'cluster_lost', 'cluster_back']);
const SHOWN = 100;
const LOADED_AT = Date.now();

/** What has happened, the newest first. */
export function Events({ lab }: { readonly lab: Lab }) {
  const [filter, setFilter] = useState('');
  const events = lab.events.value;
  const wanted = filter.toLowerCase();
  const found = events.filter(({ event, message }) => `${event} ${message}`.toLowerCase().includes(wanted));
  return (
    <section class="events">
      <h2>Events</h2>
      <input
        type="search"
        aria-label="Filter of events"
        placeholder="filter"
        value={filter}
        onInput={({ currentTarget }) => setFilter(currentTarget.value)}
      />
      <ul aria-label="Events" tabIndex={0}>
        {found
          .slice(-SHOWN)
          .reverse()
          .map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
        {found.length === 0 && (
          <li class="muted">{events.length === 0 ? 'Nothing has happened yet.' : 'None has these words.'}</li>
        )}
      </ul>
      <p class="visually-hidden" aria-live="polite">
        {events.findLast(isLoudNews)?.message ?? ''}
      </p>
    </section>
  );
}

/** What was before the page was loaded is read, not announced. */
function isLoudNews({ event, timestamp }: LabEvent): boolean {
  return LOUD.has(event) && Date.parse(timestamp) >= LOADED_AT;
}

/** An item of a list of events. */
export function EventLine({ event: { event, timestamp, level, message } }: { readonly event: LabEvent }) {
  return (
    <li class={level}>
      <time dateTime={timestamp}>{clock(timestamp)}</time> <b>{event}</b> <bdi>{message}</bdi>
    </li>
  );
}
