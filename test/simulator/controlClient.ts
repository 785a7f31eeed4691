import { controlMethods, type RemoteControl } from './controlInterface.ts';

/** The control endpoint rejected a call; the message is its reason. */
export class ControlRefusedError extends Error {
  override name = 'ControlRefusedError';
}

/**
 * Client for the control interface of a simulator in another process.
 *
 * @param url the simulator's `controlUrl`.
 * @returns the methods of `SimulatorControl` as asynchronous methods; they reject with `ControlRefusedError`
 * where the method itself would throw.
 */
export function controlClient(url: string): RemoteControl {
  const methods = controlMethods.map((name) => [
    name,
    async (...args: unknown[]): Promise<unknown> => {
      const response = await fetch(`${url}/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(args),
      });
      const body = (await response.json()) as { result?: unknown; error?: string };
      if (!response.ok) throw new ControlRefusedError(body.error);
      return body.result ?? undefined;
    },
  ]);
  return Object.fromEntries(methods) as RemoteControl;
}
