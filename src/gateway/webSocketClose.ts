import type { WebSocket } from 'ws';

/** Closes one side as the other one was closed; 1005: without a code. */
export function closeAs(socket: WebSocket, code: number, reason: Buffer): void {
  if (canBeSent(code)) socket.close(code, reason);
  else if (code === 1005) socket.close();
  else socket.terminate();
}

/** Other close codes are for local use and must not be sent. */
function canBeSent(code: number): boolean {
  return (
    (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
    (code >= 3000 && code <= 4999)
  );
}
