/**
 * Memory that the kernel reads and writes: made once, and referenced for as long as its address is in use, so that the address
 * stays good. The views are of the same bytes, in the byte order of the machine.
 */
export interface Memory {
  readonly address: number;
  readonly bytes: Uint8Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
}
