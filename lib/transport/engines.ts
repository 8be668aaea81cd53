/** How connections are carried: on the sockets of Node, or on Linux's epoll and plain system calls. */
export const ENGINES = ['node', 'epoll'] as const;
export type Engine = (typeof ENGINES)[number];

/** What may be asked for; `auto` is epoll where that works, else node. */
export const ENGINE_CHOICES = ['auto', ...ENGINES] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];
