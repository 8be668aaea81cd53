import type { Need } from '../../schema/option.js';
import { algorithmNamed } from '../../schedulers/index.js';
import { isHeld } from './connections-kind.js';
import { SCENARIOS } from '../scenarios/names.js';
import { meanService } from './service-mean.js';

export const ofKeys: Need = {
  one: ['keys'],
  advice: 'say how many clients there are, as in --keys 1000',
};

/** What has an effect in an open loop only. */
export const ofOpenLoop: Need = {
  one: ['clients'],
  having: (clients) => clients === undefined,
  advice: () => 'leave out one of them',
};

/** What comes after an answer: the next request of a client that waited for it, or of its connection. */
export const ofNext: Need = {
  one: ['clients', 'requests-per-connection'],
  having: (value, name) => (name === 'clients' ? value !== undefined : isHeld(value)),
  says: (_others, called) =>
    `without ${called('clients')} or several ${called('requests-per-connection')} does nothing`,
  advice: (called) =>
    `give one, such as ${called('clients')} 50 or ${called('requests-per-connection')} 20, or leave it out`,
};

/** A duration needs a mean service time in which it can be counted. */
export const ofUnit: Need = {
  one: ['service-mean'],
  when: (time) => typeof time === 'string',
  having: (mean) => meanService(mean as number | string).timeUnit !== undefined,
  says: (mean) => `is a duration, but ${mean} has no unit`,
  advice: (called) => `use a ${called('service-mean')} such as 20ms, or a plain number`,
};

/** Nothing waits in the queue without a limit, which a scenario of one's own may set. */
export const ofQueue: Need = {
  one: ['max-connections', 'max-per-backend', 'scenario'],
  when: (limit) => limit !== Infinity,
  having: (value, name) => (name === 'scenario' ? isOwnScenario(value) : value !== Infinity),
  says: (_others, called) =>
    `without ${called('max-connections')} or ${called('max-per-backend')} does nothing`,
  advice: (called) => `give one, such as ${called('max-connections')} 100, or leave it out`,
};

/** One balancer has nobody to share with; a scenario may have several. */
export const ofBalancers: Need = {
  one: ['balancers', 'scenario'],
  when: (lag) => lag !== Infinity,
  having: (value, name) =>
    name === 'scenario'
      ? value === 'store-away' || isOwnScenario(value)
      : typeof value === 'number' && value > 1,
  says: (_others, called) => `without several ${called('balancers')} does nothing`,
  advice: (called) => `use ${called('balancers')} 2 or more, or leave it out`,
};

/** Clients try again once they have given up. A scenario says when they do. */
export const ofTimeout: Need = {
  one: ['timeout', 'scenario'],
  when: (retries) => retries !== 0,
  having: (value) => value !== undefined,
  advice: (called) => `give one, such as ${called('timeout')} 10, or leave it out`,
};

/** Clients that try again, which those of a scenario of one's own may do. */
export const ofRetries: Need = {
  one: ['retries', 'scenario'],
  having: (value, name) =>
    name === 'retries' ? value !== undefined && value !== 0 : value === 'retry-storm' || isOwnScenario(value),
  says: (_others, called) => `without ${called('retries')} does nothing`,
  advice: (called) => `give some, such as ${called('retries')} 3, or leave it out`,
};

/** What only these algorithms look at; those of one's own may look at all. */
export function ofAlgorithm(...names: readonly string[]): Need {
  const looks = (each: unknown): boolean => {
    const known = typeof each === 'string' ? algorithmNamed(each) : undefined;
    return known === undefined || names.includes(known);
  };
  return {
    one: ['algorithm', 'algorithms'],
    having: (value) => [value].flat().some(looks),
    advice: () => `use ${names.join(' or ')}, or leave it out`,
  };
}

function isOwnScenario(value: unknown): boolean {
  return value !== undefined && !SCENARIOS.some((name) => name === value);
}
