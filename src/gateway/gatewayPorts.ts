/**
 * Ports the gateway chooses from. package.json gives them `onAutoForward: ignore`, so that VS Code does not
 * forward the gateway of a remote window; below the ephemeral ports, so that outgoing connections do not take them.
 */
export const gatewayPorts = { first: 29_180, last: 29_279 } as const;

/** Ports in the order in which to try them: the preferred one unless it is 0, the range, then any free one. */
export function portsToTry(preferred: number): readonly number[] {
  const { first, last } = gatewayPorts;
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return [...(preferred === 0 ? [] : [preferred]), ...range, 0];
}
