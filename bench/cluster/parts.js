import { connectionCost } from './connection-cost.js';
import { deadStore } from './dead-store.js';
import { killedBalancer } from './killed-balancer.js';
import { manySessions } from './many-sessions.js';

/** All that is measured of several balancers, in the order in which it is. */
export const PARTS = [connectionCost, deadStore, manySessions, killedBalancer];
