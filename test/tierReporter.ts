import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';

/**
 * Mocha's `spec` reporter that also writes the tier's counts to `.test-output/<tier>.json` for `npm test`.
 * `TEST_OUTPUT_FOLDER` names that folder inside VS Code, which has another working directory.
 */
export default class TierReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { tier } = options.reporterOptions as { tier: string };
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const folder = path.resolve(process.env['TEST_OUTPUT_FOLDER'] ?? '.test-output');
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        path.join(folder, `${tier}.json`),
        JSON.stringify({ passed: passes, failed: failures, skipped: pending }),
      );
    });
  }
}
