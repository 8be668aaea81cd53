/** Hosts that no other machine can reach. */
export const LOOPBACK = /^(?:localhost|::1|127\.\d+\.\d+\.\d+)$/;
