import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/compare/cell.ts';
import { compare, compareAcross, compareRaw, correctedTogether } from '../../src/compare/compare.ts';
import { modelName, reasoningOf, targetPairs } from '../../src/compare/target-pairs.ts';
import type { JsonObject } from '../../src/lib/json.ts';
import type { TargetRecord } from '../../src/model/run.ts';
import { unknownIdentity } from '../../src/targets/identity-parts.ts';
import { seen } from './seen.ts';

const labels = { base: 'a', candidate: 'b' };
const base = Array.from({ length: 20 }, (_, i) => seen({ probe: `p${i}` }));
const worse = base.map((one, i) => ({ ...one, class: i < 8 ? ('refusal' as const) : ('neutral' as const) }));

describe('compare', () => {
  it('adds McNemar’s test where each probe has one pair, and not where samples repeat', () => {
    const cell = compare(base, worse, labels).cells.find((one) => one.class === 'refusal');
    expect(cell?.mcnemar?.exact).toBeCloseTo(2 / 2 ** 8, 10);
    expect(cell?.mcnemar?.mid_p).toBeCloseTo(1 / 2 ** 8, 10);
    const twice = (side: typeof base) => [...side, ...side.map((one) => ({ ...one, sample: 1 }))];
    expect(compare(twice(base), twice(worse), labels).cells.every(({ mcnemar }) => mcnemar === null)).toBe(true);
  });

  it('lists what went from neutral to refusal before what came back, and the greater share first', () => {
    const before = [
      seen({ probe: 'back', class: 'refusal' }),
      ...[0, 1, 2].map((sample) => seen({ probe: 'partly', sample })),
      ...[0, 1].map((sample) => seen({ probe: 'wholly', sample })),
      seen({ probe: 'turned', class: 'refusal' }),
    ];
    const after = before.map((one) => {
      if (one.probe === 'back') return { ...one, class: 'neutral' as const };
      if (one.probe === 'turned') return { ...one, class: 'official_narrative' as const };
      return one.probe === 'partly' && one.sample === 2 ? one : { ...one, class: 'refusal' as const };
    });
    const { changed } = compare(before, after, labels);
    expect(changed.map(({ probe }) => probe)).toEqual(['wholly', 'partly', 'turned', 'back']);
  });

  it('warns where most answers have no partner', () => {
    expect(compare(base, worse.slice(0, 5), labels).warnings[0]).toContain('without a partner');
  });

  it('compares rates of sides that share no question, with Fisher’s p', () => {
    const others = worse.map((one) => ({ ...one, probe: `q${one.probe}`, variant: `q${one.variant}`, target: 'n' }));
    const found = compare(base, others, labels, { pairBy: 'nothing' });
    expect(found).toMatchObject({ paired: 0, unpaired: 40, changed: [] });
    expect(found.warnings.at(-1)).toContain('unpaired');
    const cell = found.cells.find((one) => one.class === 'refusal');
    expect(cell).toMatchObject({ target: 'm → n', pairs: 0, base: 0, candidate: 0.4, diff: 0.4 });
    expect(found.correction).toBe('holm');
    expect(cell?.p).toBeGreaterThanOrEqual(0.003275);
    expect(cell?.p).toBeLessThan(0.006);
    expect(cell?.lo).toBeGreaterThan(0.1);
  });

  it('takes repeated answers to a question as fewer than they are in Fisher’s test', () => {
    const five = (side: typeof base) => side.flatMap((one) => [0, 1, 2, 3, 4].map((sample) => ({ ...one, sample })));
    const found = compare(five(base), five(worse), labels, { pairBy: 'nothing' });
    expect(found.cells.find((one) => one.class === 'refusal')?.p).toBeGreaterThan(0.001);
  });

  it('corrects p over all cells that are shown, by maxT, Holm or Benjamini and Hochberg', () => {
    const p = (found: { cells: readonly Cell[] } | undefined) =>
      found?.cells.find((cell) => cell.class === 'refusal')?.p_adjusted ?? 0;
    const raw = compareRaw(base, worse, labels);
    const alone = raw.cells.find((cell) => cell.class === 'refusal')?.p ?? 0;
    expect(alone).toBeCloseTo(2 / 2 ** 8, 10);
    expect(p(compare(base, worse, labels, { correction: 'holm' }))).toBeCloseTo(3 * alone, 10);
    expect(p(correctedTogether([raw, raw], 'holm')[0])).toBeCloseTo(6 * alone, 10);
    const bh = compare(base, worse, labels, { correction: 'bh' });
    expect(bh.correction).toBe('bh');
    expect(p(bh)).toBeCloseTo(1.5 * alone, 10);
    // Refusals and neutral answers mirror each other: shared flips know that, and nothing has to be paid for it.
    expect(p(compare(base, worse, labels))).toBeLessThan(1.5 * alone);
    const langs = [...base, ...worse.map((each) => ({ ...each, lang: 'zh-Hans' as const }))];
    const across = [...langs, ...langs.map((each) => ({ ...each, target: 'n' }))];
    expect(p(compareAcross(across, 'languages', 'holm')[0])).toBeCloseTo(6 * alone, 10);
    expect(p(compareAcross(across, 'languages')[0])).toBeLessThan(1.5 * alone);
  });
});

function target(id: string, changes: Partial<TargetRecord> & { host?: string }): TargetRecord {
  const { host = null, ...rest } = changes;
  const kind = rest.kind ?? 'ollama';
  const identity = { ...unknownIdentity('ollama', rest.model ?? 'm'), host };
  return { id, family: 'qwen', kind, model: 'm', where: 'local', identityHash: id, identity, params: {}, ...rest };
}

describe('targetPairs', () => {
  const local = target('local', { model: 'qwen3:8b', host: '127.0.0.1:11434' });
  const hosted = target('hosted', { kind: 'openai', model: 'Qwen/Qwen3-8B', host: 'api.example/v1', where: 'hosted' });
  const file = target('file', { kind: 'llama-cpp', model: 'models/Qwen3-8B-Q4_K_M.gguf' });
  const other = target('other', { model: 'qwen3:14b', host: '127.0.0.1:11434' });
  const on = target('on', { model: 'qwen3:8b', host: '127.0.0.1:11434', params: { think: true } });
  const off = target('off', { model: 'qwen3:8b', host: '127.0.0.1:11434', params: { think: false } });
  const ids = (pairs: ReturnType<typeof targetPairs>) => pairs.map((pair) => [pair.base.id, pair.candidate.id]);

  it('finds one model through several routes, weights before a service', () => {
    expect(ids(targetPairs([hosted, other, local, file], 'hosts'))).toEqual([
      ['file', 'local'],
      ['file', 'hosted'],
      ['local', 'hosted'],
    ]);
  });

  it('finds one model with reasoning off and on, off first, and does not take hosts for it', () => {
    expect(ids(targetPairs([on, hosted, off], 'reasoning'))).toEqual([['off', 'on']]);
    expect(ids(targetPairs([on, { ...hosted, params: { think: true } }, off], 'hosts'))).toEqual([['on', 'hosted']]);
  });

  it('does not pair targets whose setting of reasoning was never sent', () => {
    const sent = (record: TargetRecord, parameters: JsonObject, renderedPrompt: string | null = null) => ({
      ...record,
      identity: { ...record.identity, parameters: { temperature: 0.7, ...parameters }, renderedPrompt },
    });
    expect(targetPairs([sent(on, {}), sent(off, {})], 'reasoning')).toEqual([]);
    const thinking = { thinking: { type: 'disabled' } };
    expect(ids(targetPairs([sent(on, {}), sent(off, thinking)], 'reasoning'))).toEqual([['off', 'on']]);
    expect(ids(targetPairs([sent(on, {}), sent(off, { body: thinking })], 'reasoning'))).toEqual([['off', 'on']]);
    expect(ids(targetPairs([sent(on, {}, 'a'), sent(off, {}, 'b')], 'reasoning'))).toEqual([['off', 'on']]);
  });

  it('reads names without maker, file ending and quantisation', () => {
    expect(['Qwen/Qwen3-8B', 'qwen3:8b', 'Qwen3-8B-Q4_K_M.gguf', 'x\\qwen3-8b.IQ2_XS.gguf'].map(modelName)).toEqual(
      Array.from({ length: 4 }, () => 'qwen3-8b'),
    );
    expect(modelName('llama3.1:latest')).toBe('llama3.1');
    expect(modelName('qwen2.5:7b')).not.toBe(modelName('qwen2.5:72b'));
  });

  it('reads how reasoning was set from what was sent', () => {
    expect(reasoningOf({ think: false })).toBe('off');
    expect(reasoningOf({ think: null, body: { chat_template_kwargs: { enable_thinking: true } } })).toBe('on');
    expect(reasoningOf({ body: { reasoning_effort: 'high' } })).toBe('high');
    expect(reasoningOf({ body: { thinking: { type: 'disabled' } } })).toBe('off');
    expect(reasoningOf({ think: null })).toBe('default');
  });
});
