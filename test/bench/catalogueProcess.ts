import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { processorStopwatch, processorTimeOf } from '../unit/fakes/processorTime.ts';

export interface FirstUse {
  /** Processor time of the first question about a TR, which reads the catalogue from its file, in milliseconds. */
  readonly catalogueMs: number;
  /** Processor time of a first `JSON.parse` of as much, in milliseconds. */
  readonly parsingMs: number;
}

/** Measured in a fresh process, which is told the text to parse. */
async function firstUse(json: string): Promise<FirstUse> {
  const parsingMs = processorTimeOf(() => void JSON.parse(json));
  const taken = processorStopwatch();
  await loadTrCatalogue();
  return { catalogueMs: taken(), parsingMs };
}

process.once('message', (json: string) => {
  void firstUse(json).then((seen) => {
    process.send?.(seen);
    process.disconnect();
  });
});
