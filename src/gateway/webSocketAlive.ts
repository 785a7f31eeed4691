import type { WebSocket } from 'ws';
import type { Disposable } from '../core/base/event.ts';
import type { Scheduler } from '../core/model/ports.ts';

/** Heartbeat: pings a silent side, and terminates the connection if there is no pong. */
export function watchAlive(
  socket: WebSocket,
  scheduler: Pick<Scheduler, 'after'>,
  silentMs: number,
  onSilent: () => void,
): Disposable {
  let heard = true;
  for (const event of ['message', 'ping', 'pong'] as const) {
    socket.on(event, () => {
      heard = true;
    });
  }
  let asked = false;
  const look = (): void => {
    if (!heard && asked) {
      onSilent();
      return;
    }
    asked = !heard;
    heard = false;
    if (asked && socket.readyState === socket.OPEN) socket.ping();
    timer = scheduler.after(silentMs, look);
  };
  let timer = scheduler.after(silentMs, look);
  return {
    dispose: () => {
      timer.dispose();
    },
  };
}
