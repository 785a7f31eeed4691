import assert from 'node:assert/strict';
import type { EnvironmentVariableCollection } from 'vscode';
import { TerminalInjection } from '../../../../src/vscode/injection/terminalInjection.ts';
import { english } from '../../life/english.ts';

/** Notes what is done to it, in order, the way VS Code would see it. */
class RecordedCollection implements Pick<
  EnvironmentVariableCollection,
  'persistent' | 'description' | 'replace' | 'delete'
> {
  readonly done: string[] = [];
  #persistent = true;
  description: EnvironmentVariableCollection['description'];

  get persistent(): boolean {
    return this.#persistent;
  }

  set persistent(value: boolean) {
    this.#persistent = value;
    this.done.push(`persistent ${value}`);
  }

  replace(name: string, value: string): void {
    this.done.push(`${name}=${value}`);
  }

  delete(name: string): void {
    this.done.push(`${name} deleted`);
  }
}

function setUp() {
  const wanted = new Map<string, string>();
  const collection = new RecordedCollection();
  let opened = 0;
  const injection = new TerminalInjection(
    () => {
      opened += 1;
      return collection as unknown as EnvironmentVariableCollection;
    },
    () => wanted,
    english,
  );
  return { wanted, collection, injection, opened: () => opened };
}

describe('The injection into terminals', () => {
  it('does not ask for the collection while there is nothing to put into it', () => {
    const { injection, opened } = setUp();
    injection.update();
    injection.dispose();
    assert.equal(opened(), 0);
  });

  it('keeps the collection off the disk before anything is put into it, and says what it is', () => {
    const { wanted, injection, collection } = setUp();
    wanted.set('KIWOOM_TOKEN', 'a');
    injection.update();
    assert.deepEqual(collection.done, ['persistent false', 'KIWOOM_TOKEN=a']);
    assert.equal(collection.description, 'Token and server of the Kiwoom account in use');
  });

  it('touches what differs only, because every change marks the open terminals', () => {
    const { wanted, injection, collection } = setUp();
    wanted.set('KIWOOM_TOKEN', 'a').set('KIWOOM_HOST', 'h');
    injection.update();
    collection.done.length = 0;
    injection.update();
    assert.deepEqual(collection.done, []);
    wanted.set('KIWOOM_TOKEN', 'b');
    injection.update();
    assert.deepEqual(collection.done, ['KIWOOM_TOKEN=b']);
  });

  it('takes out what is no longer wanted, and everything in the end', () => {
    const { wanted, injection, collection } = setUp();
    wanted.set('KIWOOM_TOKEN', 'a').set('KIWOOM_HOST', 'h');
    injection.update();
    collection.done.length = 0;
    wanted.delete('KIWOOM_TOKEN');
    injection.update();
    injection.dispose();
    injection.dispose();
    assert.deepEqual(collection.done, ['KIWOOM_TOKEN deleted', 'KIWOOM_HOST deleted']);
  });
});
