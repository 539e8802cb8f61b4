import { describe, expect, it } from 'vitest';
import { ownSystemPrompt, renderPrompt, renderUndated } from '../../../src/targets/llama-cpp/chat-template.ts';

const dated = {
  source:
    "{% for m in messages %}{% if loop.first and m.role != 'system' %}<sys>Today is {{ strftime_now('%d %B') }}.</sys>{% endif %}<{{ m.role }}>{{ m.content }}{% endfor %}",
  bos: null,
  eos: null,
};
const hello = [{ role: 'user', content: 'Hello' }] as const;

describe('a chat template', () => {
  it('that prints the date is rendered with it for the engine, and without it for the identity', () => {
    expect(renderPrompt(dated, hello, {})).toMatch(/Today is \d{2} \p{L}+\./u);
    expect(renderUndated(dated, hello, {})).toContain('Today is %d %B.');
  });

  it('that puts a system prompt in by itself is found out', () => {
    const source =
      "{% if messages[0].role == 'system' %}<s>{{ messages[0].content }}</s>{% else %}<s>You are Test.</s>{% endif %}{% for m in messages %}{% if m.role == 'user' %}<u>{{ m.content }}</u>{% endif %}{% endfor %}";
    expect(ownSystemPrompt({ source, bos: null, eos: null })).toBe('You are Test.');
    expect(
      ownSystemPrompt({
        source: '{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}',
        bos: null,
        eos: null,
      }),
    ).toBeNull();
  });
});
