import assert from 'node:assert/strict';
import { mcpClients, mcpConfiguration } from '../../../../src/vscode/agents/mcpConfiguration.ts';

const server = {
  environment: 'mock',
  url: 'http://127.0.0.1:4000/mcp',
  variable: 'KIWOOM_MCP_PASS_MOCK',
} as const;

describe('The configuration for an agent', () => {
  it('of Claude Code names the variable in its own way', () => {
    assert.deepEqual(JSON.parse(mcpConfiguration('claude-code', server)), {
      mcpServers: {
        'kiwoom-mock': {
          type: 'http',
          url: server.url,
          headers: { Authorization: 'Bearer ${KIWOOM_MCP_PASS_MOCK}' },
        },
      },
    });
  });

  it('of Codex is TOML and takes no pass but from a variable', () => {
    assert.equal(
      mcpConfiguration('codex', server),
      '[mcp_servers.kiwoom-mock]\nurl = "http://127.0.0.1:4000/mcp"\nbearer_token_env_var = "KIWOOM_MCP_PASS_MOCK"\n',
    );
  });

  it('of VS Code asks for the pass as a secret', () => {
    const { inputs } = JSON.parse(mcpConfiguration('vscode', server)) as {
      inputs: { password: boolean }[];
    };
    assert.deepEqual(
      inputs.map(({ password }) => password),
      [true],
    );
  });

  it('of Cursor and Gemini CLI refers to the variable', () => {
    assert.match(mcpConfiguration('cursor', server), /Bearer \$\{env:KIWOOM_MCP_PASS_MOCK\}/);
    assert.match(mcpConfiguration('gemini', server), /"httpUrl".*Bearer \$KIWOOM_MCP_PASS_MOCK/s);
  });

  it('has the address in it, for every client', () => {
    for (const client of mcpClients) {
      assert.ok(mcpConfiguration(client, server).includes(server.url), client);
    }
  });
});
