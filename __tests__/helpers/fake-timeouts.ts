import { afterEach, jest } from '@jest/globals';

/** Fakes only `setTimeout`, from now on until the test ends, so that it decides when enough time has passed. */
export function fakeTimeouts(): void {
  jest.useFakeTimers({
    doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'setInterval'],
  });
}

/** To be called once by a file that fakes them. */
export function realTimeoutsAfterEach(): void {
  afterEach(() => {
    jest.useRealTimers();
  });
}
