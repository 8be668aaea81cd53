import { formatAddress, type Address } from '../net/address.js';
import { formatProxyHeader, type ProxyVersion } from '../net/proxy-protocol.js';
import type { Backend } from '../routing/backend.js';
import { runCheck, type Conversation } from './run-check.js';
import { exchange } from './exchange.js';
import type { HealthCheck } from './health-check.js';
import { httpCheck } from './http-check.js';
import { tcpProbe, type Probe, type ProbeResult } from './probe.js';
import { runProbe } from './run-probe.js';
import { tlsCheck } from './tls-check.js';

/** Probes a backend at one of its addresses. */
export interface AddressProbe {
  /** Whether the backend is asked something; if not, a good result shows only that it accepts connections. */
  readonly asks: boolean;
  /** As `BackendProbe`. */
  readonly run: (
    backend: Backend,
    address: Address,
    timeoutMs: number,
    done: (result: ProbeResult) => void,
  ) => () => void;
}

/**
 * @param probe - of the user's own; or {@link tcpProbe}, then the check decides
 * @param sendProxy - the header that backends expect before anything else
 */
export function addressProbe(
  probe: Probe,
  check: HealthCheck,
  sendProxy: ProxyVersion | 'off',
): AddressProbe {
  if (probe !== tcpProbe) return { asks: true, run: (_backend, ...details) => runProbe(probe, ...details) };
  if (check.kind === 'tcp') return { asks: false, run: (_backend, ...details) => tcpProbe(...details) };
  const header = sendProxy === 'off' ? undefined : formatProxyHeader(sendProxy, undefined);
  return {
    asks: true,
    run: (backend, address, timeoutMs, done) => {
      const conversation = conversationOf(check, backend);
      const introduced: Conversation = (socket, told) => {
        if (header !== undefined) socket.write(header);
        return conversation(socket, told);
      };
      return runCheck(address, timeoutMs, introduced, done);
    },
  };
}

function conversationOf(check: HealthCheck, { host, port }: Backend): Conversation {
  if (check.kind === 'exchange') return exchange(check.send, check.expect);
  if (check.kind !== 'http') return tlsCheck(host);
  // The zone of an IPv6 address means nothing to others (RFC 6874).
  return httpCheck(check.path, formatAddress({ host: host.replace(/%.*/, ''), port }));
}
