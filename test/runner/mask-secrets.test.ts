import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/runner/mask-secrets.ts';
import { aFailure, aReply } from './fake-target.ts';

const KEY = 'sk-0123456789';

describe('maskSecrets', () => {
  it('takes key and header values out of everything that a server sent back', () => {
    const reply = {
      ...aFailure({ message: `no key ${KEY}`, body: `{"key":"${KEY}"}` }, 401),
      text: `your key is ${KEY}`,
      reasoning: KEY,
      envelope: { error: { sent: `Bearer other-secret "quoted"` } },
    };
    const { reply: masked, answerMasked } = maskSecrets(reply, {
      apiKey: KEY,
      headers: { Authorization: 'Bearer other-secret', 'X-Title': 'my long title' },
    });
    expect(answerMasked).toBe(true);
    expect(JSON.stringify(masked)).not.toMatch(/sk-0123|other-secret/);
    expect(masked.failure).toMatchObject({ message: 'no key (secret)', body: '{"key":"(secret)"}' });
    expect(masked).toMatchObject({ text: 'your key is (secret)', envelope: { error: { sent: '(secret) "quoted"' } } });
  });

  it('leaves texts alone that share a short word or a public header with the set-up', () => {
    const reply = aReply('A local candidate. Sent by my long title.');
    const given = { apiKey: 'local', headers: { 'X-Title': 'my long title' } };
    expect(maskSecrets(reply, given)).toEqual({ reply, answerMasked: false });
    expect(maskSecrets(reply, { apiKey: 'another-secret', headers: {} })).toEqual({ reply, answerMasked: false });
  });

  it('keeps all that is no secret', () => {
    const given = { apiKey: KEY, headers: {} };
    const failed = aFailure({ kind: 'timeout', message: 'too slow', body: null, retryAfterMs: 7_000 }, 504);
    const answered = { ...aReply('Because.'), reasoning: 'Hm.', usage: { prompt: 1, completion: 2 } };
    for (const reply of [failed, answered]) expect(maskSecrets(reply, given)).toEqual({ reply, answerMasked: false });
  });

  it('says so where the reasoning alone repeated one', () => {
    const { reply, answerMasked } = maskSecrets(
      { ...aReply('x'), reasoning: `I see ${KEY}.` },
      { apiKey: KEY, headers: {} },
    );
    expect([reply.reasoning, answerMasked]).toEqual(['I see (secret).', true]);
  });

  it('takes a header for public by its whole name only, and eight characters for a secret', () => {
    const headers = {
      'X-Accept': 'abcdefgh',
      'Accept-Token': 'Token   ijklmnop',
      Accept: 'text/html',
      Other: 'short12',
    };
    const { reply } = maskSecrets(aReply('abcdefgh ijklmnop text/html short12'), { apiKey: null, headers });
    expect(reply.text).toBe('(secret) (secret) text/html short12');
  });
});
