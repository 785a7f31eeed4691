const { document, fetch, FormData, Image, WebSocket, XMLHttpRequest } = globalThis;

const stockInfo = '/mock/api/dostk/stkinfo';
const issue = '/mock/oauth2/token';
const query = '{"stk_cd":"005930"}';
const keys = (pass) => JSON.stringify({ appkey: pass, secretkey: pass });
const quietly = (request) => request.catch(() => undefined);

/** Resolves when the browser says how an element's request ended. */
const loaded = (element) =>
  new Promise((resolve) => {
    element.onload = element.onerror = () => resolve();
  });

const inBody = (element) => document.body.append(element);

/**
 * What a page can do to a server on the computer that shows it, here with more than any page can know: the
 * address and a pass. Each resolves when the browser says how it ended.
 */
globalThis.attacks = {
  'a fetch with all headers': (origin, pass) =>
    quietly(
      fetch(origin + stockInfo, {
        method: 'POST',
        headers: { authorization: `Bearer ${pass}`, 'api-id': 'ka10001' },
        body: query,
      }),
    ),
  'a fetch without CORS': (origin) =>
    quietly(fetch(origin + stockInfo, { method: 'POST', mode: 'no-cors', body: query })),
  'a fetch without CORS that issues with the pass': (origin, pass) =>
    quietly(fetch(origin + issue, { method: 'POST', mode: 'no-cors', body: keys(pass) })),
  'an XMLHttpRequest': (origin, pass) => {
    const request = new XMLHttpRequest();
    request.open('POST', origin + issue);
    const ended = loaded(request);
    request.send(keys(pass));
    return ended;
  },
  'a form of text': (origin, pass) => {
    const [form, field, frame] = ['form', 'input', 'iframe'].map((name) =>
      document.createElement(name),
    );
    frame.name = 'answer';
    Object.assign(form, { method: 'post', enctype: 'text/plain', target: 'answer' });
    form.action = origin + issue;
    field.name = `{"appkey":"${pass}","secretkey":"${pass}","x":"`;
    field.value = '"}';
    form.append(field);
    inBody(frame);
    inBody(form);
    const ended = loaded(frame);
    form.submit();
    return ended;
  },
  'a form in parts': (origin, pass) => {
    const body = new FormData();
    body.set('appkey', pass);
    return quietly(fetch(origin + issue, { method: 'POST', mode: 'no-cors', body }));
  },
  'a WebSocket': (origin, pass) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/mock/api/dostk/websocket`);
      socket.onopen = () => socket.send(JSON.stringify({ trnm: 'LOGIN', token: pass }));
      socket.onclose = () => resolve();
    }),
  'an image': (origin) => {
    const image = new Image();
    const ended = loaded(image);
    image.src = origin + stockInfo;
    return ended;
  },
  'a script': (origin) => {
    const script = document.createElement('script');
    script.src = origin + issue;
    const ended = loaded(script);
    inBody(script);
    return ended;
  },
  'a frame without an origin': (origin, pass) => {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    const told = "() => parent.postMessage('told', '*')";
    const request = `{ method: 'POST', mode: 'no-cors', body: ${JSON.stringify(keys(pass))} }`;
    frame.srcdoc = `<script>fetch('${origin + issue}', ${request}).then(${told}, ${told});</script>`;
    const ended = new Promise((resolve) => {
      globalThis.addEventListener('message', () => resolve(), { once: true });
    });
    inBody(frame);
    return ended;
  },
};
