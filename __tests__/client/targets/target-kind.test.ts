import { describe, expect, it } from '@jest/globals';
import { targets, withPorts } from '../../../lib/client/targets/target-kind.js';
import { formatAddress } from '../../../lib/net/address.js';

/** The addresses that a text means, with 8080 for those without a port. */
function addresses(text: string): string[] {
  return withPorts(targets.parse(text), 8080).map(formatAddress);
}

describe('hosts to connect to', () => {
  it.each([
    ['127.0.0.1', ['127.0.0.1:8080']],
    ['127.0.0.1:9', ['127.0.0.1:9']],
    ['a.lan:1, b.lan ,c.lan:65535', ['a.lan:1', 'b.lan:8080', 'c.lan:65535']],
    ['[::1]:8090,::1,[fe80::1%eth0]:7,[::2]', ['[::1]:8090', '[::1]:8080', '[fe80::1%eth0]:7', '[::2]:8080']],
  ])('are read from %s', (text, wanted) => {
    expect(addresses(text)).toEqual(wanted);
    expect(addresses(targets.show(targets.parse(text)))).toEqual(wanted);
  });

  it.each([
    ['', "'' has an empty entry: use HOST or HOST:PORT[,HOST:PORT…]"],
    ['a:1,,b:2', "'a:1,,b:2' has an empty entry: use HOST or HOST:PORT[,HOST:PORT…]"],
    ['a:1,', "'a:1,' has an empty entry: use HOST or HOST:PORT[,HOST:PORT…]"],
    ['a:1,b:65536', "address 'b:65536': port '65536' is out of range: use a number from 1 to 65535"],
    ['a:0', "address 'a:0': port '0' is out of range: use a number from 1 to 65535"],
    ['a:', "address 'a:': port '' is not a whole number: use a number from 1 to 65535"],
    ['a:b', "address 'a:b': port 'b' is not a whole number: use a number from 1 to 65535"],
    ['a:1:2', "'a:1:2' is not an address: use host:port, such as 127.0.0.1:8080 or [::1]:8080"],
    ['[::1:80', "'[::1:80' is not an address: use host:port, such as 127.0.0.1:8080 or [::1]:8080"],
    ['[a]', "'[a]' is not an IPv6 address: use one such as ::1 or [::1]"],
  ])('are refused: %j', (text, message) => {
    expect(() => targets.parse(text)).toThrow(message);
  });
});
