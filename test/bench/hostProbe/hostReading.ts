/** What one activation in a fresh window took. */
export interface HostReading {
  readonly activationMs: number;
  /** CPU time of the extension host in that time and the second after it: what is begun, not waited for. */
  readonly startCpuMs: number;
  /** Heap of the extension host after it less that before, both after garbage collections. */
  readonly heapBytes: number;
  /** CPU time of the whole extension host in the seconds after, in percent of one core. */
  readonly idleCpuPercent: number;
}
