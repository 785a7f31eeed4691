import * as vscode from 'vscode';
import { CancelledError, KiwoomError } from '../../src/core/base/errors.ts';
import { inBackground } from '../../src/vscode/shell/notifications.ts';
import { cleanUp } from './extension.ts';

describe('What goes on when a command is over', () => {
  beforeEach(cleanUp);
  after(cleanUp);

  it('shows its failure, with the next step, and is silent when the user ends it', async () => {
    const retries: string[] = [];
    inBackground(Promise.reject(new CancelledError()));
    inBackground(Promise.reject(new KiwoomError('maintenance')), {
      retry: () => {
        retries.push('pressed');
        return Promise.resolve();
      },
    });
    while (retries.length === 0) {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    }
  });
});
