import * as vscode from 'vscode';
import * as z from 'zod/mini';
import { CancelledError, KiwoomError } from '../../core/base/errors.ts';
import { variableNames } from '../../core/handover/injectedVariables.ts';
import { type Environment, environments } from '../../core/model/environment.ts';
import type { Profile } from '../../core/model/profile.ts';
import { tellOfGateway } from '../passes/gatewayNotices.ts';
import { explainGateway, switchGateway } from '../passes/switchGateway.ts';
import { environmentIcon, environmentName } from '../shell/formatting.ts';
import { t } from '../shell/localize.ts';
import { choose, withProgress } from '../shell/prompts.ts';
import { defineCommand, environment } from './command.ts';
import type { Parts, GatewayOfCommands } from './commandParts.ts';

/** Copies the server address that programs should use to the clipboard. */
export const copyGatewayAddress = defineCommand({
  id: 'kiwoom.copyGatewayAddress',
  argument: z.strictObject({ environment: z.optional(environment) }),
  needs: 'accounts',
  run: async (
    given,
    { gateway, profiles }: Parts<'gateway' | 'profiles'>,
  ): Promise<{ readonly environment: Environment; readonly url: string }> => {
    if (!vscode.workspace.isTrusted) throw new KiwoomError('untrusted-workspace');
    if (!gateway.wanted) await askToSwitchOn();
    await withProgress(t('Starting the gateway…'), () => gateway.ready());
    const environment = given.environment ?? (await askEnvironment(gateway, profiles.all));
    const url = addressOf(gateway, environment);
    await vscode.env.clipboard.writeText(url);
    tellOfGateway(
      t(
        'The address {0} is on the clipboard. It takes the pass that new terminals have as {1}. “Copy Token” gives it too, while an account of that environment is in use.',
        url,
        // Not the one of the account in use, whose pass may be one for the other environment.
        variableNames[environment].token,
      ),
    );
    return { environment, url };
  },
});

/** @throws KiwoomError `gateway-not-started` */
function addressOf(gateway: GatewayOfCommands, environment: Environment): string {
  const url = gateway.addressOf(environment);
  if (url === undefined) throw new KiwoomError('gateway-not-started');
  return url;
}

async function askEnvironment(
  gateway: GatewayOfCommands,
  accounts: readonly Profile[],
): Promise<Environment> {
  // No pass is taken at an address without an account.
  const [only, another] = environments.filter((each) =>
    accounts.some(({ environment }) => environment === each),
  );
  if (only !== undefined && another === undefined) return only;
  return choose<Environment>({
    title: t('Copy Gateway Address'),
    placeholder: t('The server of which environment?'),
    items: environments.map((environment) => ({
      label: `${environmentIcon(environment)} ${environmentName(environment, t)}`,
      description: addressOf(gateway, environment),
      value: environment,
    })),
  });
}

/** @throws CancelledError unless the user switches the gateway on */
async function askToSwitchOn(): Promise<void> {
  const switchOn = t('Switch On Gateway');
  const explain = t('How It Works');
  const chosen = await vscode.window.showInformationMessage(
    t('The gateway is off.'),
    {
      modal: true,
      detail: t(
        'With it on, programs and .http files get a pass instead of the token, and a server on this computer puts the token into their requests. The pass is worth nothing elsewhere.',
      ),
    },
    switchOn,
    explain,
  );
  if (chosen === explain) await explainGateway();
  if (chosen !== switchOn) throw new CancelledError();
  await switchGateway(true);
}
