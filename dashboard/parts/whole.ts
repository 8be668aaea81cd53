/** Whether a field of whole numbers has one, within its bounds. Other text that is typed there leaves its value empty. */
export function isWhole({ value, validity }: HTMLInputElement): boolean {
  return value !== '' && validity.valid;
}
