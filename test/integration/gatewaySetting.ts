import { addProfile, cleanUp, succeed, until } from './extension.ts';
import { putSetting, userSetting } from './settingsWindow.ts';

/** What programs take for Kiwoom's server. */
export const address = (): string => process.env['KIWOOM_HOST'] ?? '';

const overGateway = (): boolean => /^http:\/\/127\.0\.0\.1:\d+\/mock$/.test(address());

export const switchGateway = (on: boolean): Promise<void> =>
  putSetting('kiwoom', 'gateway.enabled', on ? true : undefined);

/** Resolves once programs would go through it. */
export async function switchGatewayOn(): Promise<void> {
  await switchGateway(true);
  await until(() => overGateway() && process.env['KIWOOM_TOKEN'] !== undefined);
}

/** A new mock account with a token, used through the gateway. */
export async function beginWithGateway(): Promise<void> {
  await cleanUp();
  await addProfile('mock');
  await succeed('kiwoom.issueToken');
  await switchGatewayOn();
}

/** Resolves once nothing names the gateway any more, and leaves no environment of REST Client's behind. */
export async function leaveNoGateway(): Promise<void> {
  await switchGateway(false);
  await until(() => {
    const environments = userSetting('rest-client', 'environmentVariables') ?? {};
    const isNamed = /127\.0\.0\.1:\d+\/(?:mock|real)/.test(JSON.stringify(environments));
    return !isNamed && !overGateway();
  });
  await putSetting('rest-client', 'environmentVariables', undefined);
}
