import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { gatewayPorts, portsToTry } from '../../../src/gateway/gatewayPorts.ts';

describe('The ports of the gateway', () => {
  it('are the preferred one, then those of the range, then any', () => {
    const { first, last } = gatewayPorts;
    const ports = portsToTry(53_100);
    assert.deepEqual(ports.slice(0, 3), [53_100, first, first + 1]);
    assert.deepEqual(ports.slice(-2), [last, 0]);
    assert.deepEqual(portsToTry(0), ports.slice(1));
  });

  it('are kept by the manifest from being forwarded', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as {
      contributes: { configurationDefaults: Record<string, Record<string, unknown>> };
    };
    const { label: _label, ...attributes } = (manifest.contributes.configurationDefaults[
      'remote.portsAttributes'
    ]?.[`${gatewayPorts.first}-${gatewayPorts.last}`] ?? {}) as Record<string, unknown>;
    assert.deepEqual(attributes, { onAutoForward: 'ignore' });
  });
});
