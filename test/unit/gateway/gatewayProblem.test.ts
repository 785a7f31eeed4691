import assert from 'node:assert/strict';
import { problemFields } from '../../../src/gateway/kiwoomReply.ts';

describe("What the gateway says in Kiwoom's place", () => {
  it('has a code for programs, then what to do in Korean and English', () => {
    assert.deepEqual(problemFields('method'), {
      return_code: 9,
      return_msg: 'Kiwoom REST Auth gateway [method] POST로 요청하세요. Send it as POST.',
    });
  });

  it('leads to the log where Kiwoom could not be asked', () => {
    const { return_msg } = problemFields('certificate-untrusted', 'self-signed certificate');
    assert.match(return_msg, /\[certificate-untrusted: self-signed certificate\]/);
    assert.match(return_msg, /출력 창/);
    assert.match(return_msg, /The Kiwoom log in VS Code says why\.$/);
  });

  it("keeps Kiwoom's own code where programs wait for it", () => {
    assert.match(problemFields('too-many-waiting').return_msg, /\[1700:/);
  });
});
