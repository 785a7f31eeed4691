import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../../../src/node/systemClock.ts';
import { FakeTokenApi } from '../fakes/fakeTokenApi.ts';
import { profile, startMachine } from './machine.ts';

const mebibyte = 2 ** 20;
const plenty = 96 * mebibyte;

describe('A server that never ends what it says', () => {
  let server: Server;
  const sockets: Socket[] = [];

  /** Answers what the line is proved with, then begins to send this many bytes. @returns its address */
  const listen = async (
    of: 'eval' | 'subscribe',
    beginning: string,
    talk: (to: Socket) => void,
  ) => {
    let isTalking = false;
    server = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.push(socket.on('error', () => undefined));
      socket.on('data', (sent) => {
        for (const [, name] of sent.toString().matchAll(/^\$\d+\r\n(eval|subscribe)\r\n/gm)) {
          socket.write(name === 'eval' ? ':1\r\n' : '*3\r\n$9\r\nsubscribe\r\n$1\r\nc\r\n:1\r\n');
          if (name !== of || isTalking) continue;
          isTalking = true;
          socket.write(beginning);
          talk(socket);
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    server.close();
  });

  for (const [of, beginning] of [
    ['eval', '$999999999\r\n'],
    ['subscribe', '*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$999999999\r\n'],
  ] as const) {
    it(`is left before it fills the memory: after ${of}`, async () => {
      const { promise: ended, resolve } = Promise.withResolvers<number>();
      const url = await listen(of, beginning, (socket) => {
        const words = Buffer.alloc(mebibyte, 'x');
        let sent = 0;
        socket.on('close', () => {
          resolve(sent);
        });
        const talk = (): void => {
          if (socket.destroyed) return;
          sent += words.length;
          if (sent > plenty) resolve(sent);
          else socket.write(words, talk);
        };
        talk();
      });
      const { manager, shared } = await startMachine(url, new FakeTokenApi(systemClock));
      try {
        await manager.load(profile);
        assert.ok((await ended) < plenty);
        await manager.issue(profile);
      } finally {
        shared.dispose();
      }
    });
  }
});
