import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';

export interface FirstUse {
  /** Processor time of the first question about a TR, which reads the catalogue from its file, in milliseconds. */
  readonly catalogueMs: number;
  /** Processor time of a first `JSON.parse` of as much, in milliseconds. */
  readonly parsingMs: number;
}

/** Measured in a fresh process, which is told the text to parse. */
async function firstUse(json: string): Promise<FirstUse> {
  const parsingMs = await processorTime(() => Promise.resolve(JSON.parse(json)));
  const catalogueMs = await processorTime(loadTrCatalogue);
  return { catalogueMs, parsingMs };
}

/** Other processes that take the processor meanwhile do not count. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

process.once('message', (json: string) => {
  void firstUse(json).then((seen) => {
    process.send?.(seen);
    process.disconnect();
  });
});
