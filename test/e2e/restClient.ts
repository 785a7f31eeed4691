import path from 'node:path';
import { packageFolder } from './packageFolder.ts';

/** Packages what stands in for REST Client: its setting for environments and its command to choose one. */
export function packageRestClient(): Promise<string> {
  return packageFolder(
    path.join(import.meta.dirname, '../integration/clients/humao.rest-client-0.0.1'),
  );
}
