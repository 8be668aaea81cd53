import { expect, it } from '@jest/globals';
import { acceptedFormat } from '../../lib/metrics/accepted-format.js';

const PROMETHEUS_2 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';

it.each([
  [PROMETHEUS_2, 'openmetrics'],
  [PROMETHEUS_3, 'openmetrics'],
  ['application/openmetrics-text', 'openmetrics'],
  ['Application/OpenMetrics-Text; Version="1.0.0"', 'openmetrics'],
  ['text/plain;q=0.5, application/openmetrics-text;q=0.5', 'openmetrics'],
  ['text/plain, application/openmetrics-text;q=0.9', 'prometheus'],
  ['application/openmetrics-text;q=0', 'prometheus'],
  ['application/openmetrics-text;version=2.0.0,text/plain;q=0.1', 'prometheus'],
  ['application/openmetrics-text;q=often', 'prometheus'],
  ['application/json', 'prometheus'],
  ['*/*', 'prometheus'],
  ['', 'prometheus'],
  [undefined, 'prometheus'],
])('%s is answered with %s', (accept, format) => {
  expect(acceptedFormat(accept)).toBe(format);
});
