import type { ErrorCode } from '../core/base/errors.ts';
import type { RefusalReason } from '../core/passes/gatewayRequest.ts';

/** Reasons why the gateway answers itself. */
export type GatewayProblem =
  | RefusalReason
  | ErrorCode
  | 'body-too-large'
  | 'body-not-json'
  | 'order-refused'
  | 'too-many-waiting'
  | 'login-first'
  | 'login-late'
  | 'already-connected'
  | 'too-much-unread'
  | 'silent'
  | 'ended';

/** Without those that are told in Kiwoom's own words, which programs know. */
type ToldProblem = Exclude<GatewayProblem, 'rate-limited' | 'too-many-waiting'>;

type Sentence = readonly [ko: string, en: string];

/**
 * What the gateway's own answers say after their code, in both languages: the reader is whoever runs
 * the program, not VS Code with its display language.
 */
const sentences: Readonly<
  Record<Exclude<ToldProblem, ErrorCode>, Sentence> & Partial<Record<ToldProblem, Sentence>>
> = {
  'wrong-pass': [
    '그저께 이전이나 다른 작업 영역의 통행증, 또는 폐기된 토큰의 통행증입니다. 터미널을 새로 열거나 토큰을 발급하세요.',
    'The pass is an old one, of another workspace, or of a revoked token. Open a new terminal, or issue a token.',
  ],
  'other-host': [
    '주소의 호스트는 127.0.0.1과 포트 번호여야 합니다. KIWOOM_HOST를 그대로 사용하세요.',
    'The host must be 127.0.0.1 with its port. Use KIWOOM_HOST as it is.',
  ],
  'from-page': ['웹 페이지에서는 사용할 수 없습니다.', 'Web pages may not use the gateway.'],
  'other-environment': [
    '실전투자와 모의투자가 섞였습니다. 주소와 통행증을 같은 환경의 것으로 맞추세요.',
    'Address and pass are of different environments, real and mock. Take both from one.',
  ],
  'unknown-path': [
    '공개된 경로가 아닙니다. 주소를 확인하세요.',
    'No published path. Check the address.',
  ],
  'unknown-api': ['api-id를 확인하세요.', 'No published api-id. Check it.'],
  'api-of-other-path': [
    'api-id가 이 경로의 것이 아닙니다. 경로를 확인하세요.',
    'The api-id belongs to another path. Check the path.',
  ],
  method: ['POST로 요청하세요.', 'Send it as POST.'],
  upgrade: ['REST 요청도 웹소켓 연결도 아닙니다.', 'This is neither a call nor a WebSocket.'],
  'repeated-header': [
    '한 번만 있어야 하는 헤더가 두 번 있습니다. 하나를 지우세요.',
    'A header that may stand there once is there twice. Remove one.',
  ],
  'body-not-json': ['본문은 JSON 객체여야 합니다.', 'The body must be a JSON object.'],
  'body-too-large': ['본문이 1 MB를 넘습니다.', 'The body has more than 1 MB.'],
  'order-refused': [
    '허용되지 않았거나 60초 안에 응답이 없어 주문을 보내지 않았습니다. VS Code에서 허용하세요.',
    'The order was not sent: it was refused, or not allowed in VS Code within 60 seconds.',
  ],
  'login-first': ['먼저 LOGIN을 보내세요.', 'Send LOGIN first.'],
  'login-late': ['10초 안에 LOGIN을 보내세요.', 'Send LOGIN within ten seconds.'],
  'already-connected': [
    '이 계좌는 이미 연결되어 있습니다. 먼저 그 연결을 끊으세요.',
    'This account is connected already. Close that connection first.',
  ],
  'too-much-unread': [
    '키움이 받는 것보다 빠르게 보내고 있습니다. 천천히 보내세요.',
    'You send faster than Kiwoom reads. Send more slowly.',
  ],
  silent: [
    '상대가 응답하지 않아 연결을 끊었습니다. 다시 연결하세요.',
    'A side is silent. Connect again.',
  ],
  ended: ['게이트웨이가 꺼졌습니다.', 'The gateway was switched off.'],
  maintenance: [
    '키움 서버가 점검 중입니다. 잠시 후 다시 시도하세요.',
    'Kiwoom is under maintenance. Try again later.',
  ],
  'timed-out': ['키움 서버가 제때 응답하지 않았습니다.', 'Kiwoom did not answer in time.'],
};

const kiwoomNotAsked: Sentence = [
  '키움에 요청하지 못했습니다. 이유는 VS Code의 출력 창 Kiwoom에 있습니다.',
  'Kiwoom could not be asked. The Kiwoom log in VS Code says why.',
];

export function sentenceOf(problem: ToldProblem): string {
  const [ko, en] = sentences[problem] ?? kiwoomNotAsked;
  return `${ko} ${en}`;
}
