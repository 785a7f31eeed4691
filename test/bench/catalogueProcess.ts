import { loadTrCatalogue } from '../../src/kiwoom/trCatalogue.ts';
import { timed } from './measured.ts';

/** The first question about a TR of a fresh process: reads the catalogue from its file. */
void timed(loadTrCatalogue).then((ms) => {
  process.send?.(ms);
  process.disconnect();
});
