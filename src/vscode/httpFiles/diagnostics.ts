import * as vscode from 'vscode';
import { type Disposable, disposeAll } from '../../core/base/event.ts';
import { toKiwoomError } from '../../core/base/errors.ts';
import type { KnownSecrets } from '../../core/leaks/knownSecrets.ts';
import { liveServer } from '../../core/model/liveServer.ts';
import type { Log, Scheduler } from '../../core/model/ports.ts';
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
  /** Fires when the state or the selection of an account changes. */
  readonly onDidChange: vscode.Event<void>;
}

export interface Diagnosed {
  readonly read: KiwoomFile;
  readonly findings: readonly Finding[];
}

export const diagnosticSource = 'Kiwoom';

/** Debounce delay after the last edit, in milliseconds. */
const pauseMs = 300;

/** Publishes diagnostics for the open `.http` files, debounced while the user types. */
export class HttpDiagnostics implements Disposable {
  readonly #parts: HttpDiagnosticsParts;
  readonly #collection = vscode.languages.createDiagnosticCollection('kiwoom');
  readonly #diagnoses = new WeakMap<vscode.TextDocument, FileDiagnosis>();
  readonly #planned = new Map<vscode.TextDocument, Disposable>();
  readonly #subscriptions: Disposable[] = [this.#collection];
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

  /** Diagnoses the current version of the document. */
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
    disposeAll([...this.#planned.values(), ...this.#subscriptions]);
  }

  async #followSecrets(onChange: () => void): Promise<void> {
    try {
      const subscription = (await this.#parts.knownSecrets()).onDidChange(onChange);
      if (this.#isDisposed) subscription.dispose();
      else this.#subscriptions.push(subscription);
    } catch (thrown) {
      this.#parts.log.error('secrets-not-followed', { error: toKiwoomError(thrown).message });
    }
  }

  #plan(document: vscode.TextDocument): void {
    if (!isHttpDocument(document) || !isOwn(document)) return;
    this.#planned.get(document)?.dispose();
    const timer = this.#parts.scheduler.after(pauseMs, () => {
      this.#planned.delete(document);
      void this.#show(document);
    });
    this.#planned.set(document, timer);
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    try {
      const { version } = document;
      const { findings } = await this.diagnose(document);
      // Discards a stale result: later edits have scheduled their own diagnosis, and the language may have
      // changed.
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
    this.#planned.get(document)?.dispose();
    this.#planned.delete(document);
    this.#collection.delete(document.uri);
  }
}

/** Whether the document is an editable file, unlike the old side of a diff editor. */
function isOwn({ uri }: vscode.TextDocument): boolean {
  return vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false;
}

const severities: Readonly<Record<DiagnosticSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** Diagnostics with a link to the API guide. */
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
