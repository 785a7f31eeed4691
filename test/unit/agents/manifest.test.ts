import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { toolDefinitions } from '../../../src/agents/toolDefinitions.ts';

interface Manifest {
  readonly contributes: {
    readonly languageModelTools: readonly {
      readonly name: string;
      readonly modelDescription: string;
      readonly inputSchema: unknown;
      readonly when: string;
      readonly canBeReferencedInPrompt: boolean;
    }[];
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { scope: string; default: unknown }>>;
    }[];
  };
}

const root = path.resolve(import.meta.dirname, '../../..');
const { contributes } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as Manifest;

describe('The tools in the manifest', () => {
  it('are the same that agents outside VS Code get', () => {
    assert.deepEqual(
      contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => ({
        name,
        description: modelDescription,
        inputSchema,
      })),
      toolDefinitions,
    );
  });

  it('are shown only where they are switched on, in a trusted workspace', () => {
    for (const { when, canBeReferencedInPrompt } of contributes.languageModelTools) {
      assert.equal(when, 'config.kiwoom.agents.enabled && isWorkspaceTrusted');
      assert.ok(canBeReferencedInPrompt);
    }
  });

  it('are off, for mock accounts and without orders, unless the user’s own settings say otherwise', () => {
    const settings = Object.fromEntries(
      contributes.configuration
        .flatMap(({ properties }) => Object.entries(properties))
        .filter(([name]) => name.startsWith('kiwoom.agents.'))
        .map(([name, { scope, default: usual }]) => [name, [scope, usual]]),
    );
    assert.deepEqual(settings, {
      'kiwoom.agents.enabled': ['application', false],
      'kiwoom.agents.accounts': ['application', 'mock'],
      'kiwoom.agents.orders': ['application', 'refuse'],
    });
  });
});
