import { EVENT_NAMES, eventNames } from '../../admin/event-names.js';
import { lines, list } from '../../schema/list.js';
import { flag, group, optional } from '../../schema/option.js';
import { time } from '../../schema/time.js';
import { filePath, text } from '../../schema/word.js';
import { json } from '../options/groups.js';

/** Which process is meant. */
export const PROCESS_OPTIONS = group('Process:', {
  to: optional(text, 'A port, the name of a server, unix:PATH, or http://HOST:PORT', {
    defaultText: 'the only one that runs',
  }),
  'token-file': optional(
    filePath('read'),
    'File whose first line is the token, for http://; or LBSIM_ADMIN_TOKEN',
    {
      defaultText: 'none',
    },
  ),
});

/** Names of events. */
const events = list('names of events', eventNames, { words: EVENT_NAMES });

/** What the words of `ctl` take. */
export const VERB_OPTIONS = {
  wait: optional(time, 'Wait until it is so, at most that long; for drain, maint, ready and add'),
  drain: optional(time, 'Time that connections have to finish; for remove and stop'),
  everywhere: flag(
    'Tell all balancers of the lab, see --cluster of balance; for drain, maint, ready and weight',
  ),
  backup: flag('Use the backend only while no other is active; for add'),
  backend: optional(text, 'Name of a backend; for connections, kill, sessions and forget'),
  reset: flag('Close by RST instead of FIN; for kill'),
  close: flag('Close the connections of the backend; for remove'),
  all: flag('Of all clients, or all servers; for forget and heal'),
  yes: flag('Do not ask at a terminal first; for forget --all'),
  'dry-run': flag('Only tell what would change; for reload'),
  strict: flag('Change nothing if part of it needs a restart; for reload'),
  follow: flag('Go on with those that come; for events and why'),
  only: optional(events, 'Names of the events to show, comma-separated; for events'),
};

/** What is to be done. */
export const ACTION_OPTIONS = group('Action:', {
  do: optional(lines, 'The words that say what to do; also as positional arguments', {
    defaultText: 'show how it stands',
    mayBeEmpty: true,
  }),
  ...VERB_OPTIONS,
  watch: flag('Show it again every second; for backends and without a word'),
  json,
});
