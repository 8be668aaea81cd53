/** Whether a field of whole numbers has one, within its bounds. What is no number has no value either. */
export function isWhole({ value, validity }: HTMLInputElement): boolean {
  return value !== '' && validity.valid;
}
