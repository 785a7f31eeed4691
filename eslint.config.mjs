import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * Dependency rules of the architecture: `core` imports nothing of ours and `httpFile` only `core`;
 * `kiwoom`, `node` and `vscode` import those two, `gateway`, `redis` and `agents` only `core`, none of them
 * another one; `composition` and `extension.ts` import them all. Type imports count too.
 */
const folderRules = [
  {
    folder: 'core',
    mayNotImport: ['httpFile', 'kiwoom', 'node', 'gateway', 'redis', 'agents', 'vscode'],
    pure: true,
  },
  {
    folder: 'httpFile',
    mayNotImport: ['kiwoom', 'node', 'gateway', 'redis', 'agents', 'vscode'],
    pure: true,
  },
  { folder: 'kiwoom', mayNotImport: ['node', 'gateway', 'redis', 'agents', 'vscode'] },
  { folder: 'node', mayNotImport: ['kiwoom', 'gateway', 'redis', 'agents', 'vscode'] },
  { folder: 'gateway', mayNotImport: ['httpFile', 'kiwoom', 'node', 'redis', 'agents', 'vscode'] },
  { folder: 'redis', mayNotImport: ['httpFile', 'kiwoom', 'node', 'gateway', 'agents', 'vscode'] },
  { folder: 'agents', mayNotImport: ['httpFile', 'kiwoom', 'node', 'gateway', 'redis', 'vscode'] },
  {
    folder: 'vscode',
    mayNotImport: ['kiwoom', 'node', 'gateway', 'redis', 'agents'],
    callsVsCode: true,
  },
  { folder: 'composition', mayNotImport: [], callsVsCode: true },
];

/**
 * Folders of `core` in dependency order: each may import the ones before it. `domain.ts` comes last and builds
 * the domain from them.
 */
const coreFolders = [
  'base',
  'model',
  'time',
  'accounts',
  'tokens',
  'calls',
  'passes',
  'lifecycle',
  'handover',
  'leaks',
  'domain',
];

/** Folders of `vscode` in dependency order, by the same rule. */
const vscodeFolders = [
  'shell',
  'accounts',
  'httpFiles',
  'savedFiles',
  'keys',
  'injection',
  'httpyac',
  'restClient',
  'passes',
  'agents',
  'commands',
  'otherExtensions',
];

const coreRules = coreFolders.map((name, index) => ({
  folder: `core/${name}`,
  mayNotImport: [
    'httpFile',
    'kiwoom',
    'node',
    'gateway',
    'redis',
    'agents',
    'vscode',
    ...coreFolders.slice(index + 1),
  ],
  pure: true,
}));

const vscodeRules = vscodeFolders.map((name, index) => ({
  folder: `vscode/${name}`,
  // One of its folders has the same name as a folder of `src`, which needs one more `../`.
  mayNotImport: [
    'kiwoom',
    'node',
    'redis',
    'gateway',
    '../agents',
    ...vscodeFolders.slice(index + 1),
  ],
  callsVsCode: true,
}));

const noAmbientTime = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is passed in: use the Clock port.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Time is passed in: use the Clock port.',
  },
];

const timers = ['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'].map(
  (name) => ({ name, message: 'Timers are passed in: use the Scheduler port.' }),
);

const ambientOfNode = ['process', 'Buffer', 'fetch', 'console', 'crypto'].map((name) => ({
  name,
  message: 'The domain is pure: pass this in through a port.',
}));

export default defineConfig(
  { ignores: ['dist/', 'out/', '.vscode-test/', '.test-output/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  ...[...folderRules, ...coreRules, ...vscodeRules].map(
    ({ folder, mayNotImport, pure, callsVsCode }) => ({
      files: [`src/${folder}/**/*.ts`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: `^(\\.\\./)+(${[...mayNotImport, 'composition', 'extension'].join('|').replaceAll('../', '\\.\\./')})(/|\\.|$)`,
                message: `src/${folder} must not know ${[...mayNotImport, 'composition, extension.ts'].join(', ')}.`,
              },
              ...(pure
                ? [{ regex: '^(?!\\.)', message: `src/${folder} is pure TypeScript: no packages.` }]
                : []),
              ...(callsVsCode
                ? [
                    {
                      regex: '^(\\.\\./)+httpFile/(?!httpLanguage\\.ts$)',
                      message: 'src/httpFile is asked through its front door, httpLanguage.ts.',
                    },
                  ]
                : [
                    {
                      regex: '^vscode$',
                      message: 'Only src/vscode and src/composition may import vscode.',
                    },
                  ]),
            ],
          },
        ],
        'no-restricted-syntax': [
          'error',
          ...noAmbientTime,
          { selector: 'TSImportType', message: 'Import the type at the top.' },
          ...(pure ? [{ selector: 'ImportExpression', message: 'The domain loads nothing.' }] : []),
        ],
        'no-restricted-globals': [
          'error',
          ...(folder === 'node' ? [] : timers),
          ...(pure ? ambientOfNode : []),
        ],
      },
    }),
  ),
  {
    // The only file that may use the machine's clock and timers.
    files: ['src/node/systemClock.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // mocha's describe/it return promises that are not awaited, by design of the runner.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [{ from: 'package', package: 'mocha', name: ['it', 'describe'] }],
        },
      ],
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: ['test/{host,simulator,integration,e2e,bench}/**/*.ts', 'test/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
  prettier,
);
