import { bulk } from './bulk.js';
import { connection } from './connection.js';
import { eventGrowth } from './event-growth.js';
import { event } from './event.js';
import { growth } from './growth.js';
import { idle } from './idle.js';
import { pick } from './pick.js';
import { pingPong } from './ping-pong.js';
import { request } from './request.js';

/** All works, in the order of the report. A row of the report is a line of a work. */
export const WORKS = [bulk, request, connection, idle, pingPong, growth, pick];

/** The works of the simulators. */
export const SIMULATOR_WORKS = [event, eventGrowth];
