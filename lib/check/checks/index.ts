import type { Check } from '../check.js';
import { backPressure } from './back-pressure.js';
import { backendDiesIdle } from './backend-dies-idle.js';
import { backendRefuse } from './backend-refuse.js';
import { bytes } from './bytes.js';
import { earlyBytes } from './early-bytes.js';
import { halfCloseBackend, halfCloseClient } from './half-close.js';
import { idleHold } from './idle-hold.js';
import { lateAnswer } from './late-answer.js';
import { proxyHeader } from './proxy-header.js';
import { resetInFlight } from './reset-in-flight.js';
import { resetBackend, resetClient } from './reset.js';

/** Every check, in the order in which they are made: the last one takes the backend away. */
export const CHECKS: readonly Check[] = [
  bytes,
  earlyBytes,
  halfCloseClient,
  halfCloseBackend,
  lateAnswer,
  resetClient,
  resetBackend,
  resetInFlight,
  backPressure,
  idleHold,
  backendDiesIdle,
  proxyHeader,
  backendRefuse,
];

export const CHECK_NAMES: readonly string[] = CHECKS.map(({ name }) => name);
