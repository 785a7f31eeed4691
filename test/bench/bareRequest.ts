import http from 'node:http';
import type { Access } from './tokenParts.ts';

/** The request that an issue is at least: Node's own client, the reply read, nothing else. */
export function bareIssue({ url, appkey, secretkey }: Access, agent: http.Agent): Promise<void> {
  const body = JSON.stringify({ grant_type: 'client_credentials', appkey, secretkey });
  const headers = {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const request = http.request(`${url}/oauth2/token`, { method: 'POST', headers, agent });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        JSON.parse(Buffer.concat(chunks).toString('utf8'));
        resolve();
      });
    });
    request.end(body);
  });
}
