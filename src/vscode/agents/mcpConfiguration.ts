import type { Environment } from '../../core/model/environment.ts';

export const mcpClients = ['claude-code', 'codex', 'cursor', 'gemini', 'vscode'] as const;

export type McpClient = (typeof mcpClients)[number];

export interface McpServer {
  readonly environment: Environment;
  /** URL of the MCP endpoint at the gateway. */
  readonly url: string;
  /** Name of the environment variable with the pass. */
  readonly variable: string;
}

/** Display name of each client, and the place of its configuration. */
export const mcpClientFacts: Readonly<Record<McpClient, { name: string; file: string }>> = {
  'claude-code': { name: 'Claude Code', file: '.mcp.json' },
  codex: { name: 'Codex', file: '~/.codex/config.toml' },
  cursor: { name: 'Cursor', file: '.cursor/mcp.json' },
  gemini: { name: 'Gemini CLI', file: '.gemini/settings.json' },
  vscode: { name: 'VS Code', file: '.vscode/mcp.json' },
};

/**
 * Configuration text for an MCP client. None of these texts contains a pass: each client reads it from an
 * environment variable with its own syntax, and VS Code prompts for it and stores it as a secret.
 */
export function mcpConfiguration(client: McpClient, server: McpServer): string {
  const { environment, url, variable } = server;
  const name = `kiwoom-${environment}`;
  const bearer = (reference: string) => ({ Authorization: `Bearer ${reference}` });
  switch (client) {
    case 'claude-code':
      return json({
        mcpServers: { [name]: { type: 'http', url, headers: bearer(`\${${variable}}`) } },
      });
    case 'codex':
      return `[mcp_servers.${name}]\nurl = "${url}"\nbearer_token_env_var = "${variable}"\n`;
    case 'cursor':
      return json({ mcpServers: { [name]: { url, headers: bearer(`\${env:${variable}}`) } } });
    case 'gemini':
      return json({
        mcpServers: { [name]: { httpUrl: url, headers: bearer(`$${variable}`) } },
      });
    case 'vscode': {
      const id = `${name}-pass`;
      const description = 'Pass for the Kiwoom tools (Kiwoom: Copy MCP Configuration, Copy Pass)';
      return json({
        inputs: [{ type: 'promptString', id, description, password: true }],
        servers: { [name]: { type: 'http', url, headers: bearer(`\${input:${id}}`) } },
      });
    }
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
