import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program of the tests in a process of its own, which answers each order with one message. */
export class ToldProcess<Order extends object> {
  readonly #child: ChildProcess;

  /** @param program absolute path */
  constructor(program: string) {
    this.#child = fork(program);
  }

  async tell(order: Order): Promise<string> {
    const answer = once(this.#child, 'message');
    this.#child.send(order);
    const [text] = (await answer) as [string];
    return text;
  }

  fallAsleep(): void {
    this.#child.kill('SIGSTOP');
  }

  wakeUp(): void {
    this.#child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    if (this.#child.signalCode !== null || this.#child.exitCode !== null) return;
    const exit = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exit;
  }
}
