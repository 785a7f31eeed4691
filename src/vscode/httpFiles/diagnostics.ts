import * as vscode from 'vscode';
import { toKiwoomError } from '../../core/base/errors.ts';
import type { KnownSecrets } from '../../core/leaks/knownSecrets.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { Cancel, Log, Scheduler } from '../../core/model/ports.ts';
import {
  type DiagnosticCode,
  type DiagnosticSeverity,
  FileDiagnosis,
  type Finding,
  type HttpDiagnostic,
  type KiwoomFile,
} from '../../httpFile/httpLanguage.ts';
import { t } from '../shell/localize.ts';
import { type Circumstances, diagnosisContext } from './diagnosisContext.ts';
import { describeDiagnostic } from './diagnosticTexts.ts';
import { type HttpDocuments, toRange } from './httpDocuments.ts';
import { isHttpDocument } from './httpEditor.ts';
import type { WorkspaceEnvironments } from './workspaceEnvironments.ts';

export interface HttpDiagnosticsParts extends Circumstances {
  readonly documents: HttpDocuments;
  readonly environments: Pick<WorkspaceEnvironments, 'of' | 'onDidChange'>;
  readonly knownSecrets: () => Promise<KnownSecrets>;
  readonly scheduler: Scheduler;
  readonly log: Log;
  /** Something about the accounts is different. */
  readonly onDidChange: vscode.Event<void>;
}

export interface Diagnosed {
  readonly read: KiwoomFile;
  readonly findings: readonly Finding[];
}

export const diagnosticSource = 'Kiwoom';

/** How long nothing must be typed before a file is looked at, in milliseconds. */
const pauseMs = 300;

/** Shows what can be said about the open `.http` files; after a pause, never while somebody types. */
export class HttpDiagnostics implements vscode.Disposable {
  readonly #parts: HttpDiagnosticsParts;
  readonly #collection = vscode.languages.createDiagnosticCollection('kiwoom');
  readonly #diagnoses = new WeakMap<vscode.TextDocument, FileDiagnosis>();
  readonly #planned = new Map<vscode.TextDocument, Cancel>();
  readonly #subscriptions: { dispose(): unknown }[] = [this.#collection];
  #isDisposed = false;

  constructor(parts: HttpDiagnosticsParts) {
    this.#parts = parts;
    const plan = (document: vscode.TextDocument): void => {
      this.#plan(document);
    };
    const planAll = (): void => {
      vscode.workspace.textDocuments.forEach(plan);
    };
    this.#subscriptions.push(
      vscode.workspace.onDidOpenTextDocument(plan),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) plan(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
      }),
      parts.onDidChange(planAll),
      vscode.workspace.onDidGrantWorkspaceTrust(planAll),
      parts.environments.onDidChange(planAll),
    );
    void this.#followSecrets(planAll);
    planAll();
  }

  /** What can be said about the document as it stands. */
  async diagnose(document: vscode.TextDocument): Promise<Diagnosed> {
    const secrets = await (await this.#parts.knownSecrets()).matcher();
    const environments = await this.#parts.environments.of(document);
    const read = await this.#parts.documents.read(document);
    const diagnosis = this.#diagnoses.get(document) ?? new FileDiagnosis();
    this.#diagnoses.set(document, diagnosis);
    const context = diagnosisContext(this.#parts, secrets, read.knowledge, environments);
    return { read, findings: diagnosis.find(read, context) };
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const cancel of this.#planned.values()) cancel();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  async #followSecrets(onChange: () => void): Promise<void> {
    try {
      const stop = (await this.#parts.knownSecrets()).onDidChange(onChange);
      if (this.#isDisposed) stop();
      else this.#subscriptions.push({ dispose: stop });
    } catch (thrown) {
      this.#parts.log.error('secrets-not-followed', { error: toKiwoomError(thrown).message });
    }
  }

  #plan(document: vscode.TextDocument): void {
    if (!isHttpDocument(document) || !isOwn(document)) return;
    this.#planned.get(document)?.();
    const cancel = this.#parts.scheduler.after(pauseMs, () => {
      this.#planned.delete(document);
      void this.#show(document);
    });
    this.#planned.set(document, cancel);
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    try {
      const { version } = document;
      const { findings } = await this.diagnose(document);
      // Later edits have planned their own look; another language may have been chosen meanwhile.
      if (this.#isDisposed || document.isClosed || !isHttpDocument(document)) return;
      if (document.version !== version) return;
      this.#collection.set(
        document.uri,
        findings.map(({ diagnostic }) => shown(diagnostic)),
      );
    } catch (thrown) {
      this.#parts.log.error('diagnosis-failed', { error: toKiwoomError(thrown).message });
    }
  }

  #forget(document: vscode.TextDocument): void {
    this.#planned.get(document)?.();
    this.#planned.delete(document);
    this.#collection.delete(document.uri);
  }
}

/** A file that its reader can change: not the other side of a comparison. */
function isOwn({ uri }: vscode.TextDocument): boolean {
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false;
}

const severities: Readonly<Record<DiagnosticSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Those that the API guide says more about. */
const inGuide: ReadonlySet<DiagnosticCode> = new Set([
  'unknown-api-id',
  'api-id-not-on-path',
  'wrong-method',
  'authorization-unusable',
  'missing-headers',
  'missing-fields',
  'value-not-listed',
  'value-too-long',
]);

function shown(diagnostic: HttpDiagnostic): vscode.Diagnostic {
  const { code, range, severity } = diagnostic;
  const result = new vscode.Diagnostic(
    toRange(range),
    describeDiagnostic(diagnostic, t),
    severities[severity],
  );
  result.source = diagnosticSource;
  result.code = inGuide.has(code)
    ? { value: code, target: vscode.Uri.parse(liveServer.guide) }
    : code;
  return result;
}
