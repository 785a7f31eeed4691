import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { KiwoomError } from '../../core/base/errors.ts';
import type { Secret } from '../../core/base/secret.ts';
import { agentPassVariable } from '../../core/handover/agentPasses.ts';
import type { Profile } from '../../core/model/profile.ts';
import { factsOf, type ProfileFacts } from '../accounts/profileSelection.ts';
import {
  type McpClient,
  mcpClientFacts,
  mcpClients,
  mcpConfiguration,
} from '../agents/mcpConfiguration.ts';
import { switchGateway } from '../passes/switchGateway.ts';
import { changeSetting } from '../shell/changeSetting.ts';
import { profileName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { choose, confirm, withProgress } from '../shell/prompts.ts';
import { settings } from '../shell/settings.ts';
import { defineCommand, text } from './command.ts';
import type { AgentAccess, Parts } from './commandParts.ts';

/** Copies the MCP configuration for a client outside VS Code to the clipboard. */
export const copyMcpConfiguration = defineCommand({
  id: 'kiwoom.copyMcpConfiguration',
  argument: z.strictObject({
    client: z.optional(z.enum(mcpClients)),
    profile: z.optional(text),
  }),
  needs: 'accounts',
  run: async (
    { client: wanted, profile: name },
    { profiles, trusted, gateway }: Parts<'profiles' | 'trusted' | 'gateway'>,
  ): Promise<ProfileFacts & { readonly client: McpClient }> => {
    if (!trusted()) throw new KiwoomError('untrusted-workspace');
    await askToSwitchOn();
    await withProgress(t('Starting the gateway…'), () => gateway.ready());
    const access = gateway.agentAccess;
    if (access === undefined) throw new KiwoomError('gateway-not-started');
    const profile =
      name === undefined ? await askAccount(profiles.all, access) : profiles.named(name);
    const pass = access.passes.of(profile);
    if (pass === undefined) throw new KiwoomError('account-not-open', { subject: profile.label });
    const client = wanted ?? (await askClient());
    await access.choose(profile);
    const { environment } = profile;
    const variable = agentPassVariable(environment);
    await vscode.env.clipboard.writeText(
      mcpConfiguration(client, { environment, url: access.url, variable }),
    );
    void offerPass(client, variable, pass);
    return { ...factsOf(profile), client };
  },
});

/** @throws CancelledError unless the user switches on both the gateway and the tools */
async function askToSwitchOn(): Promise<void> {
  if (settings.offersTools() && settings.runsGateway()) return;
  await confirm(
    t('Give AI agents tools for the Kiwoom API?'),
    t(
      'This switches on the tools (kiwoom.agents.enabled) and the gateway (kiwoom.gateway.enabled). Agents read with your mock accounts, get no token and no app key, and their orders are refused. Programs get a pass instead of the token.',
    ),
    t('Switch On'),
  );
  await changeSetting('agents.enabled', true);
  await switchGateway(true);
}

async function askAccount(all: readonly Profile[], { passes }: AgentAccess): Promise<Profile> {
  const open = all.filter((profile) => passes.of(profile) !== undefined);
  const [only, ...others] = open;
  if (only === undefined)
    throw new KiwoomError(all.length === 0 ? 'no-profile' : 'account-not-open');
  if (others.length === 0) return only;
  return choose({
    title: t('The account that the agent may use'),
    items: open.map((value) => ({ label: profileName(value, t), value })),
  });
}

function askClient(): Promise<McpClient> {
  return choose({
    title: t('Copy MCP Configuration'),
    items: mcpClients.map((value) => {
      const { name, file } = mcpClientFacts[value];
      return { label: name, description: file, value };
    }),
  });
}

async function offerPass(client: McpClient, variable: string, pass: Secret): Promise<void> {
  const { name, file } = mcpClientFacts[client];
  const message =
    client === 'vscode'
      ? t('Copied the configuration for {0}. Paste it into {1}; the pass is asked for.', name, file)
      : t(
          'Copied the configuration for {0}. Paste it into {1}; new terminals of this window have the pass in {2}.',
          name,
          file,
          variable,
        );
  const copy = t('Copy Pass');
  const pressed = await vscode.window.showInformationMessage(message, copy);
  if (pressed === copy) await vscode.env.clipboard.writeText(pass.reveal());
}
