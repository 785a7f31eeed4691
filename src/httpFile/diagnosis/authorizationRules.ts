import { variableNames } from '../../core/handover/injectedVariables.ts';
import { environments } from '../../core/model/environment.ts';
import { isOAuthPath, liveServer } from '../../core/model/liveServer.ts';
import { authorizationHeaders } from '../request/authorizationHeader.ts';
import { fittingScope } from '../request/kiwoomRequest.ts';
import {
  kiwoomReference,
  type ReferenceScope,
  referenceText,
} from '../request/variableReferences.ts';
import type { Header } from '../syntax/httpFile.ts';
import { hasVariable } from '../syntax/jsonBody.ts';
import type { DiagnosticOf, RequestToDiagnose } from './httpDiagnostic.ts';

/** Whether the authorization can never work, or only with a token from another source. */
type Verdict = 'never' | 'elsewhere' | undefined;

/** Reports an `Authorization` that Kiwoom refuses with any token, and one filled from another source. */
export function authorizationRules(
  input: RequestToDiagnose,
): DiagnosticOf<'authorization-unusable' | 'authorization-elsewhere'>[] {
  const { request, block, variables, context } = input;
  if (request.destination.kind === 'other' || isOAuthPath(request.path)) return [];
  const [header, another] = authorizationHeaders<Header>(block.request.headers);
  if (header === undefined || (header.value.text === '' && another === undefined)) return [];
  const written = variables.resolve(header.value.text);
  const facts = { reference: referenceText('token', scopeFor(request, written)) };
  if (another !== undefined) {
    // Clients send both, joined by a comma.
    const { range } = another.name;
    return [{ code: 'authorization-unusable', range, severity: 'error', facts }];
  }
  const { range } = header.value;
  const token = /^bearer\s+(\S.*)$/i.exec(written)?.[1] ?? '';
  if (context.secrets.match(token) !== undefined) return [];
  switch (verdictOn(written)) {
    case 'never':
      return [{ code: 'authorization-unusable', range, severity: 'error', facts }];
    case 'elsewhere':
      return [{ code: 'authorization-elsewhere', range, severity: 'information', facts }];
    case undefined:
      return [];
  }
}

/** A token that names its environment is not made the one of the account in use, which may be a real one. */
function scopeFor(request: RequestToDiagnose['request'], written: string): ReferenceScope {
  const fitting = fittingScope(request);
  if (fitting !== 'active') return fitting;
  return environments.find((each) => written.includes(variableNames[each].token)) ?? fitting;
}

function verdictOn(authorization: string): Verdict {
  const token = /^bearer\s+(\S.*)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    // An unknown variable may contain the scheme too.
    const [, expression] = /^\{\{([^{}]*)\}\}/.exec(authorization) ?? [];
    return expression === undefined || isMeantForKiwoom(expression) ? 'never' : undefined;
  }
  const [, expression] = /^\{\{([^{}]*)\}\}$/.exec(token) ?? [];
  if (expression !== undefined) return verdictOnVariable(expression.trim());
  if (!hasVariable(token)) return isPlausible(token) ? undefined : 'never';
  const around = token.replace(/\{\{([^{}]*)\}\}/g, '');
  const expressions = [...token.matchAll(/\{\{([^{}]*)\}\}/g)].map(([, found = '']) => found);
  // Unbalanced braces, or text in addition to the token.
  return /[{}]/.test(around) || !areTokenCharacters(around) || expressions.some(isMeantForKiwoom)
    ? 'never'
    : undefined;
}

function verdictOnVariable(expression: string): Verdict {
  const reference = kiwoomReference(expression);
  if (reference !== undefined) {
    if (reference.part !== 'token') return 'never';
    // REST Client accepts exactly one blank there.
    return /^\$processEnv(?:\s{2,}|[^ ])/.test(expression) ? 'never' : undefined;
  }
  if (isMeantForKiwoom(expression)) return 'never';
  const isOlder =
    /\.response\.body\b/.test(expression) ||
    /^\$(?:dotenv|processEnv)\s/.test(expression) ||
    /^KIWOOM_\w*TOKEN\w*$/i.test(expression);
  return isOlder ? 'elsewhere' : undefined;
}

/** Whether it is one of our references, or a misspelt one. */
function isMeantForKiwoom(expression: string): boolean {
  if (kiwoomReference(expression) !== undefined) return true;
  const text = expression.trim();
  if (/^\$processEnv\s/.test(text)) return /kiwoom/i.test(text);
  return (
    /^\$?(?:proc\w*|env)[\s._:-]*(?:env\w*)?[\s._:-]*%?\w*$/i.test(text) && /kiwoom/i.test(text)
  );
}

/** Only characters of a Bearer token (RFC 6750), and not much shorter than Kiwoom's. */
function isPlausible(token: string): boolean {
  return areTokenCharacters(token) && token.length >= liveServer.usualTokenLength / 2;
}

function areTokenCharacters(text: string): boolean {
  return /^[\w.~+/=-]*$/.test(text);
}
