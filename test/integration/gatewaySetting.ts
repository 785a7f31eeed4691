import { until } from './extension.ts';
import { putSetting, userSetting } from './settingsWindow.ts';

export async function switchGatewayOn(): Promise<void> {
  await putSetting('kiwoom', 'gateway.enabled', true);
}

/** Resolves once its address has left REST Client's environments, and leaves none of those behind. */
export async function switchGatewayOff(): Promise<void> {
  await putSetting('kiwoom', 'gateway.enabled', undefined);
  await until(() => !/127\.0\.0\.1:\d+\/(?:mock|real)/.test(JSON.stringify(environments() ?? {})));
  await putSetting('rest-client', 'environmentVariables', undefined);
}

function environments(): unknown {
  return userSetting('rest-client', 'environmentVariables');
}
