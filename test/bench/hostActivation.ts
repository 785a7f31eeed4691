import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { environmentForHost } from '../host/hostProcess.ts';
import { installCodeServer } from '../host/install.ts';
import { makeTemporaryFolder } from '../host/temporaryFolder.ts';
import { TestServer } from '../host/testServer.ts';
import { runTestsInWindow } from '../host/testWindow.ts';
import type { HostReading } from './hostProbe/hostReading.ts';
import { type Measured, median } from './measured.ts';

/** Windows for each extension, after one that does not count. */
const runs = 7;

/** An extension that is measured, with a server of its own. */
class Subject {
  readonly name: string;
  readonly #server: TestServer;
  readonly #window: { extension: string; tests: string };
  readonly #output: string;
  readonly #readings: HostReading[] = [];

  private constructor(
    name: string,
    server: TestServer,
    window: { extension: string; tests: string },
    output: string,
  ) {
    this.name = name;
    this.#server = server;
    this.#window = window;
    this.#output = output;
  }

  /** @param folder an extension that the host loads beside those that are part of VS Code */
  static async start(name: string, id: string, folder: string, tests: string): Promise<Subject> {
    const output = path.join(makeTemporaryFolder('reading'), 'reading.json');
    const env = { PROBE_EXTENSION: id, PROBE_OUTPUT: output };
    return new Subject(name, await TestServer.start({ env }), { extension: folder, tests }, output);
  }

  /** In a fresh window. */
  async read(counts: boolean): Promise<void> {
    await rm(this.#output, { force: true });
    const log: string[] = [];
    const onLog = (text: string): void => void log.push(text);
    const code = await runTestsInWindow(this.#server, { ...this.#window, onLog });
    if (code !== 0) {
      throw new Error(`${this.name} could not be measured:\n${log.slice(-30).join('\n')}`);
    }
    const reading = JSON.parse(await readFile(this.#output, 'utf8')) as HostReading;
    if (counts) this.#readings.push(reading);
  }

  median(figure: keyof HostReading): number {
    return median(this.#readings.map((reading) => reading[figure]));
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }
}

/**
 * Activation time, heap and idle CPU in the real extension host, this extension beside others. Each
 * reading is taken in a window, and so a process, of its own; the extensions take turns, so that the
 * machine's moods meet all of them. None is active before it is measured: the copies that run here
 * have no activation events.
 *
 * @param others packages to compare with, such as REST Client's `.vsix`
 */
export async function hostActivation(vsix: string, others: readonly string[]): Promise<Measured[]> {
  const empty = await emptyExtension();
  const builtIn = 'vscode.microsoft-authentication';
  const probe = await bundleProbe();
  const subjects = [
    await Subject.start('empty extension', 'bench.empty', empty, probe),
    await unpacked('this extension', vsix, probe),
    await Subject.start('microsoft-authentication', builtIn, empty, probe),
  ];
  try {
    for (const file of others) {
      subjects.push(await unpacked(path.basename(file, '.vsix'), file, probe));
    }
    for (let round = 0; round <= runs; round += 1) {
      for (const subject of subjects) await subject.read(round > 0);
    }
  } finally {
    await Promise.all(subjects.map((subject) => subject.stop()));
  }
  return rows(subjects);
}

function rows([empty, ours, ...rest]: readonly Subject[]): Measured[] {
  const floor = empty?.median('activationMs') ?? NaN;
  const [microsoft] = rest;
  const over = (subject: Subject | undefined, figure: keyof HostReading): number =>
    (subject?.median(figure) ?? NaN) - (empty?.median(figure) ?? NaN);
  const row = (what: string, value: number, unit: string): Measured => ({
    what,
    value,
    unit,
    runs,
  });
  return [
    row('activation, empty extension', floor, 'ms'),
    {
      ...row('activation, this extension', ours?.median('activationMs') ?? NaN, 'ms'),
      ratios: [
        { atMost: 2, to: 'empty', reference: floor },
        {
          atMost: 1 / 4,
          to: 'microsoft-auth.',
          reference: microsoft?.median('activationMs') ?? NaN,
        },
      ],
    },
    ...rest.map((each) => row(`activation, ${each.name}`, each.median('activationMs'), 'ms')),
    row('CPU of the start over the empty one', over(ours, 'startCpuMs'), 'ms'),
    ...rest.map((each) => row(`CPU over it, ${each.name}`, over(each, 'startCpuMs'), 'ms')),
    {
      ...row('heap over the empty one', mega(over(ours, 'heapBytes')), 'MB'),
      target: { atMost: 2 },
    },
    ...rest.map((each) => row(`heap over it, ${each.name}`, mega(over(each, 'heapBytes')), 'MB')),
    {
      ...row('idle CPU over the empty one', over(ours, 'idleCpuPercent'), '%'),
      note: `which has ${empty?.median('idleCpuPercent').toFixed(2)} %`,
    },
  ];
}

function mega(bytes: number): number {
  return bytes / 1024 / 1024;
}

async function emptyExtension(): Promise<string> {
  const folder = makeTemporaryFolder('empty');
  const manifest = {
    name: 'empty',
    publisher: 'bench',
    version: '0.0.1',
    engines: { vscode: '^1.106.0' },
    main: './main.cjs',
    activationEvents: [],
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  // It takes VS Code's API, as any extension does; that alone costs a megabyte and some milliseconds.
  const main = "require('vscode');\nexports.activate = () => {};\n";
  await writeFile(path.join(folder, 'main.cjs'), main);
  return folder;
}

/** A copy of a packaged extension that nothing activates but the probe. */
async function unpacked(name: string, vsix: string, probe: string): Promise<Subject> {
  const { command, node } = await installCodeServer();
  const data = makeTemporaryFolder('unpacked');
  const places = ['--user-data-dir', path.join(data, 'user'), '--extensions-dir', data];
  await promisify(execFile)(node, [command, ...places, '--install-extension', path.resolve(vsix)], {
    env: environmentForHost({}),
  });
  for (const entry of await readdir(data)) {
    const file = path.join(data, entry, 'package.json');
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const manifest = JSON.parse(text) as { publisher: string; name: string };
    await writeFile(file, JSON.stringify({ ...manifest, activationEvents: [] }));
    const id = `${manifest.publisher}.${manifest.name}`;
    return Subject.start(name, id, path.dirname(file), probe);
  }
  throw new Error(`${vsix} holds no extension`);
}

async function bundleProbe(): Promise<string> {
  const outfile = path.join(makeTemporaryFolder('probe'), 'probe.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'hostProbe/probe.ts')],
    bundle: true,
    outfile,
    format: 'cjs',
    platform: 'node',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}
