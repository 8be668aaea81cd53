/** Faults as `lbsim ctl` has them: `latency 300ms, hang on`. @param faults - as a request for them, or an answer, has them */
export function faultWords(faults: object): string {
  return Object.entries(faults)
    .map(([name, value]) => `${name} ${faultWord(value)}`)
    .join(', ');
}

/** The value of one: `on`, `off`, `300ms`. */
export function faultWord(value: unknown): string {
  if (value === true) return 'on';
  if (value === false || value === null) return 'off';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
