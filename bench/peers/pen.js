/** pen, which like lbsim brings a client address back to the backend it had. */
export const pen = {
  name: 'pen',
  label: 'pen',
  program: 'pen',
  reserves: true,
  needs: [{ command: 'pen', package: 'pen' }],
  version: ['dpkg-query', ['-W', 'pen'], /\s([\d.]+)/],
  launch: ({ port, backends, connections }) => [
    'pen',
    ['-f', '-x', String(Math.floor(connections / 2)), `127.0.0.1:${port}`, ...backends],
  ],
};
