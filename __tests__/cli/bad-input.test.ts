import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '../helpers/refusal-of.js';

const ONE = ['--backends', '127.0.0.1:1'];

/** What was typed, and what answers it. */
const TABLE: readonly (readonly [string[], RegExp])[] = [
  [
    ['blance'],
    /unknown command 'blance' \(did you mean balance\?\): use one of server, balance, client, check, simulate, compare, validate, replay, demo, playground, ctl, top, calibrate, config, completion/,
  ],
  [['--verbose'], /unknown option --verbose: name a command first/],
  [['balance', ...ONE, '--algoritm', 'auto'], /unknown option --algoritm \(did you mean --algorithm\?\)/],
  [['balance', ...ONE, 'extra'], /unexpected word 'extra'/],
  [['balance', ...ONE, 'redis://u:s3/cret@h'], /unexpected word 'redis:\/\/\*\*\*@h': options begin with --/],
  [
    ['balance', ...ONE, '--cluster', 'redis://u:s3/cret@h?x=1'],
    /--cluster: 'redis:\/\/\*\*\*@h\?x=\*\*\*' is not the address of a store: .* as %XX$/,
  ],
  [
    ['ctl', 'ping', '--to', 'https://u:s3/cret@h/#token'],
    /--to: 'https:\/\/\*\*\*@h\/' is not the address of an admin API: use one such as/,
  ],
  [
    ['balance', ...ONE, '--algorithm', 'leest-connections'],
    /'leest-connections' .* use auto, round-robin, least-connections, random, power-of-two, .*\(did you mean least-connections\?\)/,
  ],
  [['balance', ...ONE, '--choices', '0'], /--choices: '0' is out of range: use a number from 1 to 256/],
  [['balance', ...ONE, '--choices', '257'], /--choices: '257' is out of range/],
  [['balance', ...ONE, '--choices', 'few'], /--choices: 'few' is not a whole number/],
  [
    ['balance', ...ONE, '--sample', 'distinkt'],
    /--sample: 'distinkt' is not one of the choices: use distinct, independent \(did you mean distinct\?\)/,
  ],
  [['balance', ...ONE, '--ewma-decay', '0'], /--ewma-decay: '0' must be greater than 0/],
  [['balance', ...ONE, '--ewma-decay', 'slow'], /--ewma-decay: 'slow' is not a duration/],
  [['balance', ...ONE, '--port', '70000'], /--port: '70000' is out of range: use a number from 0 to 65535/],
  [['balance', ...ONE, '--port', 'http'], /--port: 'http' is not a whole number/],
  [['balance', ...ONE, '--port'], /--port needs a value/],
  [['server', '--latency', 'soon'], /--latency: 'soon' is not a duration: use seconds such as 5/],
  [['server', '--bandwidth', '0'], /--bandwidth: '0' must be greater than 0/],
  [['server', '--refuse-ratio', '20%'], /--refuse-ratio: '20%' is not a share: use a number from 0 to 1/],
  [['server', '--reset-after', '1KB'], /--reset-after: '1KB' is not a number of bytes/],
  [['server', '--hang', 'perhaps'], /unexpected word 'perhaps'/],
  [['client', '--csv', 'x.csv'], /--csv.* without --count or --duration does nothing: add --count N/],
  [['compare', '--algorithms', 'auto', '--csv', '-'], /--csv: '-' is not a file: use a path .*\/dev\/stdout/],
  [['server', '--seed', 'x'], /--seed: 'x' is not a whole number/],
  [
    ['balance', ...ONE, '--allow', '10.0.0.0/33'],
    /--allow: '10\.0\.0\.0\/33' is not a network: use CIDR notation such as 10\.0\.0\.0\/8/,
  ],
  [['balance', ...ONE, '--deny', 'localhost'], /--deny: 'localhost' is not a network/],
  [['balance', ...ONE, '--backup', '127.0.0.1:1'], /backup 127\.0\.0\.1:1 is one of the backends already/],
  [['balance', ...ONE, '--backup', 'B2=127.0.0.1:1'], /backup B2 is one of the backends already, as 127/],
  [['balance', ...ONE, '--backup', 'localhost'], /--backup: 'localhost' is not a backend/],
  [
    ['balance', ...ONE, '--accept-proxy'],
    /--accept-proxy without --trust would let anyone forge an address: name/,
  ],
  [
    ['balance', ...ONE, '--trust', '10.0.0.0/8'],
    /--trust 10\.0\.0\.0\/8 without --accept-proxy does nothing/,
  ],
  [['balance', ...ONE, '--accept-proxy', '--trust', 'me'], /--trust: 'me' is not a network/],
  [
    ['balance', ...ONE, '--send-proxy', 'v3'],
    /--send-proxy: 'v3' is not one of the choices: use off, v1, v2/,
  ],
  [['balance', ...ONE, '--on-failover', 'drop'], /--on-failover: 'drop' is not one .* use keep, close/],
  [['balance', ...ONE, '--observe', 'all'], /--observe: 'all' is not one .* use connect, traffic/],
  [['balance', ...ONE, '--idle-timeout', '0'], /--idle-timeout: '0' must be greater than 0/],
  [['balance', ...ONE, '--half-close-timeout', '-1'], /--half-close-timeout/],
  [['balance', ...ONE, '--slow-start', '25d'], /--slow-start: '25d' is not a duration/],
  [['balance', ...ONE, '--max-connections', '0'], /--max-connections: '0' is out of range/],
  [['balance', ...ONE, '--max-per-backend', 'few'], /--max-per-backend: 'few' is not a whole number/],
  [['balance', ...ONE, '--queue-max', '-1'], /--queue-max/],
  [['balance', ...ONE, '--rate-limit', '0'], /--rate-limit: '0' is not a number above 0/],
  [['balance'], /--backends is missing/],
  [['balance', '--backends', ''], /--backends: '' names no backend/],
  [['balance', '--backends', 'localhost'], /'localhost' is not a backend: use \[name=\]host:port\[@weight\]/],
  [['balance', '--backends', 'a:1,,b:2'], /'' is not a backend/],
  [['balance', '--backends', 'a:70000'], /backend 'a:70000': port '70000' is out of range/],
  [['balance', '--backends', 'a:1,a:1'], /duplicate backend a:1/],
  [['balance', '--backends', 'x=a:1,x=b:1'], /duplicate backend x/],
  [['balance', '--backends', 'x=a:1,y=a:1'], /duplicate backend y: it has the address of x/],
  [
    ['balance', '--backends', 'a:1@0'],
    /backend 'a:1@0': weight '0' is out of range: use a number from 1 to 256/,
  ],
  [['balance', '--backends', 'a:1@257'], /weight '257' is out of range/],
  [['balance', ...ONE, '--drain-timeout', '-5'], /--drain-timeout: '-5' is not a duration: use seconds/],
  [['balance', ...ONE, '--connect-timeout', '2 days'], /--connect-timeout: '2 days' is not a duration/],
  [
    ['balance', ...ONE, '--health-check-interval', '0'],
    /--health-check-interval: '0' must be greater than 0/,
  ],
  [['balance', '--backends', '[::zz]:1'], /'\[::zz\]:1' is not a backend/],
  [['balance', ...ONE, '--health-check-rise', '0'], /--health-check-rise: '0' is out of range/],
  [['balance', ...ONE, '--workers', '0'], /'0' is out of range: use a number from 1 to 256, or auto/],
  [['balance', ...ONE, '--workers', '257'], /'257' is out of range/],
  [
    ['balance', ...ONE, '--workers', 'many'],
    /'many' is not a whole number: use a number from 1 to 256, or auto/,
  ],
  [['balance', ...ONE, '--sticky-key', 'cookie'], /'cookie' .* use ip, ip-port, none/],
  [['balance', ...ONE, '--log-level', 'LOUD'], /'LOUD' .* use DEBUG, INFO, WARNING, ERROR/],
  [
    ['balance', ...ONE, '--config', '/no/such/file'],
    /config file '\/no\/such\/file' cannot be read \(ENOENT/,
  ],
  [['server', '--mode', 'ecko'], /'ecko' .* \(did you mean echo\?\)/],
  [['server', '--port', '-1'], /--port: '-1' is out of range/],
  [['client', '--port', '0'], /--port: '0' is out of range/],
  [['client', '--count', 'many'], /--count: 'many' is not a whole number/],
  [['client', '--count', '1', '--duration', '1'], /both --count 1 and --duration/],
  [['client', '--rate', '5'], /--rate 5 without --count or --duration does nothing: add --count N/],
  [
    ['client', '--message', 'x', '--fail-if', 'p99>1s'],
    /--fail-if p99>1s without --count or --duration does nothing/,
  ],
  [
    ['client', '--count', '1', '--fail-if', 'p99'],
    /--fail-if: 'p99' is not a condition: use METRIC OPERATOR/,
  ],
  [['client', '--json'], /--json without --count or --duration or --message does nothing: add/],
  [['client', '--count', '1', '--rate', '0'], /--rate: '0' is not a number above 0/],
  [['check', '--backend-port', '9000'], /HOST:PORT is missing; usage: lbsim check HOST:PORT/],
  [['check', '127.0.0.1:8080'], /--backend-port is missing/],
  [
    ['check', '8080', '--backend-port', '9000'],
    /--balancer: '8080' is not an address: use host:port, such as 127\.0\.0\.1:8080 or \[::1\]:8080/,
  ],
  [['check', 'a:70000', '--backend-port', '9000'], /address 'a:70000': port '70000' is out of range/],
  [['check', 'a:1', 'b:2', '--backend-port', '9000'], /unexpected word 'b:2'/],
  [
    ['check', 'a:1', '--balancer', 'b:2', '--backend-port', '9000'],
    /both 'a:1' and --balancer are given: use one of them/,
  ],
  [['check', 'a:1', '--backend-port', '0'], /--backend-port: '0' is out of range: use a number from 1/],
  [
    ['check', 'a:1', '--backend-port', '9000', '--must', 'bytes,half-clos'],
    /--must: 'half-clos' is not a check: use bytes, .*, backend-refuse/,
  ],
  [
    ['check', 'a:1', '--backend-port', '9000', '--only', 'late-anser'],
    /--only: 'late-anser' .* \(did you mean late-answer\?\)/,
  ],
  [
    ['check', 'a:1', '--backend-port', '9000', '--only', 'bytes', '--must', 'idle-hold'],
    /check 'idle-hold' must be kept, but is not among those to be made/,
  ],
  [['check', 'a:1', '--backend-port', '9000', '--timeout', '0'], /--timeout: '0' must be greater than 0/],
  [['check', 'a:1', '--backend-port', '9000', '--idle', 'long'], /--idle: 'long' is not a duration/],
  [['demo', '--slow'], /unknown option --slow/],
  [
    ['simulate', '--load', '1.5'],
    /--load 1\.5 is as much as the backends can do, or more, .*: use less than 1, or --allow-overload/,
  ],
  [['simulate', '--load', '0.9:0.5'], /--load: '0\.9:0\.5' is not a load: use .* from:to:step/],
  [['simulate', '--backends', '0'], /--backends: '0' is out of range: use a whole number from 1 up/],
  [['simulate', '--backends', '1,0'], /--backends: '0' is not a speed: use speeds above 0/],
  [
    ['simulate', '--service', 'uniform'],
    /'uniform' is not a service distribution: use one of exponential, deterministic, erlang:K/,
  ],
  [['simulate', '--service', 'empirical:'], /'empirical:' has no file: use empirical:FILE with one duration/],
  [['simulate', '--service', 'empirical:/no/such'], /cannot read service times '\/no\/such' \(ENOENT/],
  [['simulate', '--arrivals', 'trace:/no/such'], /cannot read trace '\/no\/such' \(ENOENT/],
  [['simulate', '--arrivals', 'trace:'], /'trace:' is not one of the choices: use poisson, .*, trace:FILE/],
  [
    ['simulate', '--arrivals', 'trace:x', '--clients', '2'],
    /--arrivals trace:x with --clients 2 does nothing: leave out one of them/,
  ],
  [['simulate', '--service', 'pareto:1'], /'pareto:1' is not a service distribution: use pareto:ALPHA/],
  [['simulate', '--weights', '1,2'], /2 weights for 10 backends: give one for each, such as 1,1,1,1,…/],
  [
    ['simulate', '--classes', 'read:9'],
    /--classes: 'read:9' is not a class: use NAME:SHARE:MEAN, as in read:9:1,/,
  ],
  [['simulate', '--classes', ':9:1,b:1:1'], /--classes: ':9:1' has no name: use NAME:SHARE:MEAN/],
  [
    ['simulate', '--classes', 'a:0:1,b:1:1'],
    /--classes: class 'a:0:1': share '0' is not a number above 0: use/,
  ],
  [
    ['simulate', '--classes', 'a:1:1,b:1:-2'],
    /--classes: class 'b:1:-2': mean '-2' is not a number above 0: use/,
  ],
  [['simulate', '--classes', 'a:1:1,a:1:2'], /--classes has 'a' twice: give each class a name of its own/],
  [
    ['simulate', '--classes', 'a:1:1'],
    /--classes has 'a' only, so all requests are alike: add another, as in/,
  ],
  [
    ['simulate', '--classes', 'a:1:1,b:1:1,c:1:1,d:1:1,e:1:1,f:1:1,g:1:1,h:1:1,i:1:1'],
    /--classes has 9 classes: use at most 8/,
  ],
  [['simulate', '--requests', '1.5'], /--requests: '1\.5' is not a whole number/],
  [['simulate', '--sticky'], /--sticky without --keys does nothing: say how many clients there are/],
  [['simulate', '--think', '1'], /--think 1 without --clients or several --requests-per-connection does/],
  [
    ['simulate', '--slow-start', '9'],
    /--slow-start 9 without --scenario does nothing: add one, such as --scenario crash-restart/,
  ],
  [
    ['simulate', '--scenario', 'slow-backends'],
    /scenario 'slow-backends' \(did you mean slow-backend\?\) is none of slow-backend, .*, and no file that can be read \(ENOENT.*: use one/,
  ],
  [['compare'], /--algorithms is missing/],
  [['compare', '--algorithms', 'auto,randon'], /'randon' is not an algorithm: use .*did you mean random/],
  [['compare', '--algorithms', 'auto,auto'], /'auto' is named twice: use each algorithm once/],
  [
    ['simulate', '--requests', '1e12'],
    /1e12 requests would take about (\d+[ydhms] ?)+: use fewer --requests, or --yes if you mean it/,
  ],
];

describe('a wrong command line', () => {
  it.each(TABLE)('%j is answered with one clear line', async (args, line) => {
    const message = await refusalOf(args);
    expect(message).toMatch(line);
    expect(message).not.toContain('\n');
  });
});
