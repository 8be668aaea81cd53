import { COMMON } from '../../options/groups.js';
import { ADMISSION_OPTIONS } from './admission.js';
import { CONNECTION_OPTIONS } from './connections.js';
import { HEALTH_OPTIONS } from './health.js';
import { LIMITS_OPTIONS } from './limits.js';
import { LISTEN_OPTIONS } from './listening.js';
import { RECORDING_OPTIONS } from './recording.js';
import { ROUTING_OPTIONS } from './routing.js';

/** What `lbsim balance` takes. */
export const BALANCE_OPTIONS = {
  ...LISTEN_OPTIONS,
  ...ROUTING_OPTIONS,
  ...HEALTH_OPTIONS,
  ...ADMISSION_OPTIONS,
  ...LIMITS_OPTIONS,
  ...CONNECTION_OPTIONS,
  ...RECORDING_OPTIONS,
  ...COMMON,
};
