import { host, lines, type Shape } from './shape.ts';

/** Requests that are not plain HTTP messages. */
export const protocolShapes: Shape[] = [
  {
    shape: 'a WebSocket request',
    text: lines('WS wss://mockapi.kiwoom.com:10000/api/dostk/websocket', 'A: 1', '', '{}'),
    requests: [
      {
        kind: 'websocket',
        line: 0,
        method: 'WS',
        url: 'wss://mockapi.kiwoom.com:10000/api/dostk/websocket',
        headers: { A: '1' },
        body: [3, 3],
      },
    ],
  },
  {
    shape: 'a bare WebSocket URL',
    text: 'wss://mockapi.kiwoom.com:10000/api/dostk/websocket',
    requests: [
      {
        kind: 'websocket',
        line: 0,
        url: 'wss://mockapi.kiwoom.com:10000/api/dostk/websocket',
      },
    ],
  },
  {
    shape: 'a request of each further protocol',
    text: lines(
      `SSE ${host}/events`,
      '###',
      'GRPC localhost:50051/hello',
      '###',
      'MQTT tcp://localhost',
      '###',
      'AMQP amqp://localhost',
    ),
    requests: [
      { kind: 'eventsource', line: 0, method: 'SSE', url: `${host}/events` },
      { kind: 'grpc', line: 2, method: 'GRPC', url: 'localhost:50051/hello' },
      { kind: 'mqtt', line: 4, method: 'MQTT', url: 'tcp://localhost' },
      { kind: 'amqp', line: 6, method: 'AMQP', url: 'amqp://localhost' },
    ],
  },
  {
    shape: 'a cURL command on one line',
    text: `curl -X POST "${host}/api" -H 'api-id: ka10001' -d '{"stk_cd":"005930"}'`,
    requests: [
      {
        kind: 'curl',
        line: 0,
        method: 'POST',
        url: `${host}/api`,
        headers: { 'api-id': 'ka10001' },
      },
    ],
    httpyacDiffers: 'does not know cURL',
  },
  {
    shape: 'a cURL command over several lines between other requests',
    text: lines(
      `GET ${host}/a`,
      '### cURL',
      '# @name viaCurl',
      `curl --location --request POST '${host}/b' \\`,
      "  --header 'A: 1' \\",
      '#  --header "B: 2" \\',
      "  -sH\"C: 3\" --header=D:4 -H $'E: it\\'s' \\",
      "  --data-raw '{",
      '    "a": 1',
      "  }'",
      '',
      '### after',
      `GET ${host}/c`,
    ),
    requests: [
      { line: 0, method: 'GET', url: `${host}/a` },
      {
        kind: 'curl',
        line: 3,
        method: 'POST',
        url: `${host}/b`,
        name: 'viaCurl',
        title: 'cURL',
        headers: { A: '1', C: '3', D: '4', E: "it's" },
      },
      { line: 12, method: 'GET', url: `${host}/c`, title: 'after' },
    ],
    httpyacDiffers: 'does not know cURL',
  },
];
