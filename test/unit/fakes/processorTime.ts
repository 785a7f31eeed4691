/**
 * Milliseconds of processor time that `work` took: unlike the time on the wall, it does not grow when
 * the machine is busy with something else.
 */
export function processorTimeOf(work: () => void): number {
  const taken = processorStopwatch();
  work();
  return taken();
}

/** Same from now on, for work that is awaited: what it returns tells the milliseconds so far. */
export function processorStopwatch(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
