/** winston's names of the levels, gravest first. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** For people, or one JSON object a line. */
export const LOG_FORMATS = ['pretty', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

/** Which connections are logged one by one. */
export const LOG_CONNECTIONS = ['auto', 'all', 'none'] as const;
export type LogConnections = (typeof LOG_CONNECTIONS)[number];
