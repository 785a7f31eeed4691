/**
 * Milliseconds of processor time that `work` took: unlike the time on the wall, it does not grow when
 * the machine is busy with something else.
 */
export function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
