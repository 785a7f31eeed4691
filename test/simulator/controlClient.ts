import { controlMethods, type RemoteControl } from './controlInterface.ts';

/** The control endpoint refused a call, with its reason as the message. */
export class ControlRefusedError extends Error {
  override name = 'ControlRefusedError';
}

/**
 * The control of a simulator in another process.
 *
 * @param url the simulator's `controlUrl`.
 * @returns the methods of `SimulatorControl`, each with a promise; they reject with
 * `ControlRefusedError` where the method itself would have thrown.
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
