import { tryAgain, type ErrorTexts } from './errorText.ts';

/** Network errors: no reply arrived. */
export const networkErrors = {
  'host-not-found': {
    say: (t) => t('Kiwoom’s server was not found. Check the internet connection and the DNS.'),
    actions: tryAgain,
  },
  'connection-refused': {
    say: (t) => t('The server refused the connection. Check the network or try again later.'),
    actions: tryAgain,
  },
  'connection-lost': {
    say: (t) => t('The connection to the server was lost. Check the network and try again.'),
    actions: tryAgain,
  },
  'certificate-untrusted': {
    say: (t) =>
      t(
        'Nothing was sent: the certificate is not trusted. On a company network, its root certificate must be installed in the system.',
      ),
    actions: tryAgain,
  },
  'certificate-date': {
    say: (t) =>
      t(
        'Nothing was sent: the certificate is not valid today. That is so at the time this computer shows; check its date and time.',
      ),
    actions: tryAgain,
  },
  'tls-too-old': {
    say: (t) =>
      t(
        'Nothing was sent: the server’s TLS is too old. It, or a proxy in between, offers no encryption that is safe today.',
      ),
    actions: tryAgain,
  },
  'tls-missing': {
    say: (t) =>
      t(
        'Nothing was sent: this port does not speak https. Check the address and port in the settings, or the proxy.',
      ),
    actions: ['open-settings', 'retry'],
  },
  'proxy-refused': {
    say: (t) =>
      t(
        'The proxy on the way asks for a sign-in. The request did not reach Kiwoom’s server. Check VS Code’s proxy settings (http.proxy).',
      ),
    actions: tryAgain,
  },
  'timed-out': {
    say: (t) => t('The server did not answer in time. Check the network and try again.'),
    actions: tryAgain,
  },
  'network-failed': {
    say: (t) => t('The request could not be sent. Check the network and try again.'),
    actions: tryAgain,
  },
} satisfies ErrorTexts;
