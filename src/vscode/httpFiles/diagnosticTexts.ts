import { keyVariables, variableNames } from '../../core/handover/injectedVariables.ts';
import type { TrField } from '../../core/model/tr.ts';
import type {
  DiagnosticFacts,
  DiagnosticFix,
  HttpDiagnostic,
} from '../../httpFile/httpLanguage.ts';
import type { Localize } from '../shell/localize.ts';
import { characterCount, environmentName, profileName } from '../shell/formatting.ts';

/** Message of a diagnostic: the problem and its consequence. */
export function describeDiagnostic(diagnostic: HttpDiagnostic, t: Localize): string {
  switch (diagnostic.code) {
    case 'known-secret':
      return describeSecret(diagnostic.facts, t);
    case 'secret-look-alike':
      return diagnostic.facts.kind === 'token'
        ? t(
            'This looks like an access token, written out. A reference in its place holds no secret.',
          )
        : t(
            'This looks like an app key or a secret key of Kiwoom. Store it with “Add App Key” and remove it here.',
          );
    case 'keys-in-request':
      return diagnostic.facts.written
        ? t(
            'This request sends keys that are written into the file. The .http client keeps what it sends, and REST Client does not check the server’s certificate. Use “Issue Token” instead.',
          )
        : t(
            'The .http client keeps the keys that this request sends, and REST Client does not check the server’s certificate. Use “Issue Token” instead.',
          );
    case 'keys-without-gateway':
      return t(
        '{0} and {1} hold a pass while the gateway runs; it is off, so empty keys would be sent. Switch it on, or use “Issue Token”.',
        keyVariables.appkey,
        keyVariables.secretkey,
      );
    case 'no-token':
      return t(
        'There is no valid token in {0} now: an empty one would be sent. Issue one first.',
        variableNames[diagnostic.facts.scope].token,
      );
    case 'token-of-other-environment':
      return t(
        'The token is for {0}, the server for {1}: Kiwoom refuses such a request.',
        environmentName(diagnostic.facts.token, t),
        environmentName(diagnostic.facts.destination, t),
      );
    case 'foreign-host':
      return t(
        'This sends a Kiwoom token to {0}, which is neither Kiwoom’s server nor one of your settings.',
        diagnostic.facts.host,
      );
    case 'pass-past-gateway':
      return diagnostic.facts.fixed
        ? t(
            'The gateway runs: {0} leads to it only in the window in front, and only in REST Client.',
            '{{kiwoomHost}}',
          )
        : t(
            'The gateway runs, so this sends a pass, which Kiwoom’s own server refuses. Send it to the gateway.',
          );
    case 'clear-text':
      return t(
        'Without {0} the token would go to Kiwoom unencrypted, for anybody on the way to read.',
        diagnostic.facts.scheme,
      );
    case 'double-scheme':
      return t(
        'With {0} the address has two schemes, as the variable brings its own: the request reaches no server.',
        diagnostic.facts.scheme,
      );
    case 'host-of-other-protocol':
      return diagnostic.facts.webSocket
        ? t('WebSockets go to an address of their own: {0}.', diagnostic.facts.reference)
        : t(
            'This is the address of WebSockets, where no call arrives. Calls go to {0}.',
            diagnostic.facts.reference,
          );
    case 'host-elsewhere':
      return t(
        'This address comes from elsewhere, if there is one. {0} holds that of your account.',
        diagnostic.facts.reference,
      );
    case 'authorization-unusable':
      return t(
        'Kiwoom refuses this authorization, whatever the token. It takes “{0}”, once.',
        `Bearer ${diagnostic.facts.reference}`,
      );
    case 'authorization-elsewhere':
      return t(
        'This token comes from elsewhere. {0} holds one that is renewed for you.',
        diagnostic.facts.reference,
      );
    case 'unknown-api-id':
      return t(
        'The API ID “{0}” is not in the published list of the Kiwoom REST API.',
        diagnostic.facts.apiId,
      );
    case 'api-id-not-on-path': {
      const { tr, path } = diagnostic.facts;
      return t('{0} ({1}) is called at {2}, not at {3}.', tr.id, tr.nameKo, tr.path, path);
    }
    case 'not-on-mock':
      return t('Mock trading does not offer this API. Use it with a real account.');
    case 'wrong-method':
      return t(
        'The Kiwoom REST API is called by POST. It does not answer {0}.',
        diagnostic.facts.method,
      );
    case 'needs-capitals':
      return t(
        'httpyac takes “{0}” for a part of the URL. In capitals, both clients understand it.',
        diagnostic.facts.written,
      );
    case 'url-cut-off':
      return t(
        'The URL ends at {0}: what stands on the lines below is not sent.',
        diagnostic.facts.version,
      );
    case 'stray-line':
      return t('This line is no header, and no client reads the headers below it.');
    case 'missing-headers':
      return t('Missing headers: {0}.', diagnostic.facts.names.join(', '));
    case 'real-order': {
      const { tr } = diagnostic.facts;
      return t(
        '{0} ({1}) goes to a real account: it can place or change a real order.',
        tr.nameKo,
        tr.id,
      );
    }
    case 'body-not-json':
      return diagnostic.facts.wrong === undefined
        ? t('The body is not a JSON object: Kiwoom refuses it.')
        : t('JSON does not allow {0} here: Kiwoom refuses the body.', diagnostic.facts.wrong);
    case 'missing-fields':
      return t('Required fields are missing: {0}.', diagnostic.facts.fields.map(named).join(', '));
    case 'value-not-listed': {
      const { field, value } = diagnostic.facts;
      const listed = (field.values ?? []).map(([code]) => code).join(', ');
      return t(
        '“{0}” is not among the published values of {1}: {2}. The list may have gaps.',
        value,
        named(field),
        listed,
      );
    }
    case 'sent-otherwise': {
      const { part, isRequest } = diagnostic.facts;
      if (isRequest) {
        return t(
          'REST Client sends this request as part of the body above. Put “###” between them.',
        );
      }
      return part === 'headers'
        ? t('REST Client sends this line as part of the headers.')
        : t('REST Client sends this line as part of the body.');
    }
    case 'price-missing': {
      const { field, type } = diagnostic.facts;
      return t('An order of the type “{0}” needs a price: fill in {1}.', type, named(field));
    }
    case 'value-too-long': {
      const { field, longest } = diagnostic.facts;
      return t('{0} takes at most {1}.', named(field), characterCount(longest, t));
    }
  }
}

/** Title of a quick fix. */
export function describeFix(fix: DiagnosticFix, t: Localize): string {
  switch (fix.kind) {
    case 'use-reference':
      return t('Replace with {0}', fix.reference);
    case 'use-token':
      return t('Use the token {0}', fix.reference);
    case 'use-host':
      return t('Send to {0}', fix.reference);
    case 'use-path':
      return t('Change to {0}', fix.path);
    case 'use-api-id':
      return t('Change to {0}', fix.apiId);
    case 'use-value':
      return t('Change to {0}', `"${fix.value}" (${fix.label})`);
    case 'use-scheme':
      return t('Change to {0}', fix.scheme);
    case 'use-capitals':
      return t('Change to {0}', fix.capitals);
    case 'remove-version':
      return t('Remove {0}', fix.version);
    case 'comment-out':
      return t('Make it a comment');
    case 'remove-scheme':
      return t('Remove {0}', fix.scheme);
    case 'use-post':
      return t('Change to {0}', 'POST');
    case 'repair-json':
      return t('Correct quotes and commas');
    case 'separate-requests':
      return t('Add {0}', '###');
    case 'add-headers': {
      const { names, apiId } = fix;
      const withId = names.map((name) => (name === 'api-id' && apiId ? `${name}: ${apiId}` : name));
      return t('Add {0}', withId.join(', '));
    }
    case 'add-fields':
      return t('Add {0}', fix.names.join(', '));
    case 'issue-token':
      return t('Issue Token');
    case 'switch-account':
      return t('Switch Account');
    case 'switch-gateway-on':
      return t('Switch On Gateway');
  }
}

function describeSecret({ secret }: DiagnosticFacts['known-secret'], t: Localize): string {
  const name = profileName(secret.profile, t);
  switch (secret.kind) {
    case 'token':
      return t(
        'This is the access token of {0}, written out. Whoever reads the file can use the account until the token ends.',
        name,
      );
    case 'pass':
      return t(
        'This is the gateway’s pass of {0}, written out. It ends with tomorrow; a reference stands for the current one.',
        name,
      );
    case 'appkey':
      return t('This is the app key of {0}. Its place is VS Code’s secret storage.', name);
    case 'secretkey':
      return t(
        'This is the secret key of {0}. With the app key, whoever reads the file can trade with the account. If others have it already, renew it in the Kiwoom portal.',
        name,
      );
  }
}

/** `stk_cd (종목코드)` */
function named({ name, nameKo }: TrField): string {
  return name === nameKo ? name : `${name} (${nameKo})`;
}
