import { parseArgs } from 'node:util';
import { PortTakenError } from './listener.ts';
import { startSimulator, type Simulator } from './simulator.ts';

/**
 * `npm run simulator`: runs the simulator alone, for trying the extension by hand.
 *
 * Ports: `--real-port`, `--mock-port`, `--control-port`, or the variables SIMULATOR_REAL_PORT,
 * SIMULATOR_MOCK_PORT, SIMULATOR_CONTROL_PORT; 0 takes any free one. `--no-limits` switches the
 * request limits off.
 */
const { values } = parseArgs({
  options: {
    'real-port': { type: 'string', default: process.env['SIMULATOR_REAL_PORT'] ?? '18080' },
    'mock-port': { type: 'string', default: process.env['SIMULATOR_MOCK_PORT'] ?? '18081' },
    'control-port': { type: 'string', default: process.env['SIMULATOR_CONTROL_PORT'] ?? '18082' },
    'no-limits': { type: 'boolean', default: false },
  },
});

interface Ports {
  real: number;
  mock: number;
  control: number;
}

/** Uses a free port instead of one in use, and prints a message. */
async function startOnFreePorts(ports: Ports): Promise<Simulator> {
  try {
    return await startSimulator({ ports, limits: values['no-limits'] ? 'off' : 'on' });
  } catch (error) {
    if (!(error instanceof PortTakenError)) throw error;
    console.log(`Port ${error.port} is taken by another program: using a free one instead.`);
    const { port } = error;
    const free = (wanted: number): number => (wanted === port ? 0 : wanted);
    return await startOnFreePorts({
      real: free(ports.real),
      mock: free(ports.mock),
      control: free(ports.control),
    });
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  console.error(`"${text}" is not a port number (0 to 65535).`);
  process.exit(2);
}

function introduce({ real, mock, controlUrl, accounts }: Simulator): string {
  const keys = (['real', 'mock'] as const).flatMap((environment) =>
    accounts[environment].flatMap(({ account, appkey, secretkey }) => [
      `  ${environment} ${account}`,
      `    appkey    ${appkey}`,
      `    secretkey ${secretkey}`,
    ]),
  );
  return [
    'Kiwoom REST simulator',
    `  real    ${real.url}`,
    `  mock    ${mock.url}`,
    `  control ${controlUrl} (GET /calls shows what arrived)`,
    '',
    'VS Code user settings:',
    `  "kiwoom.endpoints.real": "${real.url}",`,
    `  "kiwoom.endpoints.mock": "${mock.url}"`,
    '',
    'Demo keys, made for this run only and unknown to Kiwoom:',
    ...keys,
    '',
    'Stop with Ctrl+C.',
  ].join('\n');
}

const simulator = await startOnFreePorts({
  real: portOf(values['real-port']),
  mock: portOf(values['mock-port']),
  control: portOf(values['control-port']),
});
console.log(introduce(simulator));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void simulator.close().then(() => {
      console.log('Stopped.');
    });
  });
}
