import fc from 'fast-check';
import { type DatedVerdict, type Row, rowSchema } from '../../src/formats/row.ts';
import { contentHash } from '../../src/lib/digest.ts';
import { DELIVERY_FLAGS } from '../../src/model/delivery.ts';
import { STYLES } from '../../src/model/probe.ts';
import { CLASSES, MODES, SUB_CLASSES, VERDICT_FLAGS } from '../../src/model/verdict.ts';

const ODD = ['', ' \n', '=1+1', '\u0000', '六四 \u{1f600}', '"quoted", \u2028\r\n', '<script>', '\u202e\ufeff', '```'];
const text = fc.oneof(fc.constantFrom(...ODD), fc.string({ unit: 'binary', maxLength: 40 }));
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '7'), minLength: 1, maxLength: 8 });
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString());
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const some = <T>(values: readonly T[]) => fc.subarray([...values]);

const outcome = fc.oneof(
  fc.constant({ delivery: 'ok' }),
  fc.constant({ delivery: 'truncated', finish: 'length' }),
  fc.constantFrom('input', 'output').map((side) => ({ delivery: 'provider_filter', side })),
  fc.constant({ delivery: 'empty' }),
  fc
    .constantFrom('http', 'timeout', 'connection', 'protocol', 'configuration')
    .map((kind) => ({ delivery: 'error', kind })),
);

function verdict(judged: string, of: 'response' | 'reasoning'): fc.Arbitrary<DatedVerdict> {
  const common = {
    flags: some(VERDICT_FLAGS),
    of: fc.constant(of),
    confidence: maybe(fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0)),
    at: time,
  };
  const last = judged.length - 1;
  const evidence =
    judged === ''
      ? fc.constant(null)
      : maybe(
          fc.tuple(fc.nat(last), fc.nat(last)).map((ends) => {
            const [start = 0, end = 0] = ends.sort((a, b) => a - b);
            return { start, end: end + 1, text: judged.slice(start, end + 1) };
          }),
        );
  const name = fc.constantFrom(...CLASSES);
  const classifier = fc.record({
    name: fc.constantFrom('rules', 'judge:qwen3', 'panel', 'human'),
    version: word,
    mode: fc.constantFrom(...MODES),
  });
  const judgedOne = name.chain((of) =>
    fc.record(
      {
        class: fc.constant(of),
        sub: maybe(fc.constantFrom(...SUB_CLASSES[of])),
        evidence,
        classifier,
        by: maybe(text),
        note: text,
        line_of: fc.constantFrom('CN', 'RU'),
        unsure: fc.constant(true as const),
        codebook: fc.constantFrom(2, 3),
        ...common,
      },
      { requiredKeys: ['class', 'sub', 'evidence', 'classifier', 'by', 'flags', 'of', 'confidence', 'at'] },
    ),
  );
  const unjudged = fc.record({
    class: fc.constant(null),
    sub: fc.constant(null),
    evidence: fc.constant(null),
    classifier,
    by: fc.constant(null),
    unjudged: fc.constant(true as const),
    note: text,
    ...common,
  });
  return fc.oneof({ arbitrary: judgedOne, weight: 4 }, { arbitrary: unjudged, weight: 1 });
}

const answer = fc
  .record({
    outcome,
    response: text,
    trace: fc.oneof(
      fc.constant({ reasoning: null, reasoning_state: 'absent' }),
      fc.constant({ reasoning: null, reasoning_state: 'empty' }),
      text.map((reasoning) => ({ reasoning, reasoning_state: reasoning.trim() === '' ? 'empty' : 'present' })),
    ),
    rest: fc.record({
      seed: maybe(fc.maxSafeNat()),
      delivery_flags: some([...DELIVERY_FLAGS, 'flag_of_another_program']),
      attempts: fc.nat(9),
      asked_at: maybe(time),
      latency_ms: maybe(fc.double({ min: 0, max: 1e6, noNaN: true }).map((value) => value + 0)),
      usage: maybe(fc.record({ prompt: fc.nat(1e6), completion: maybe(fc.nat(1e6)), reasoning: maybe(fc.nat(1e6)) })),
      served_model: maybe(word),
      served_by: maybe(word),
      system_fingerprint: maybe(word),
      served_region: maybe(word),
      answer_end: maybe(fc.nat(9)),
      first_tokens: maybe(
        fc.array(
          fc.record({
            token: text,
            logprob: fc.double({ max: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
          }),
          { maxLength: 2 },
        ),
      ),
      arm: maybe(word),
    }),
  })
  .chain(({ outcome, response: given, trace, rest }) => {
    // What arrived has words: a blank answer is `empty`.
    const response = outcome.delivery === 'ok' ? `7${given}` : given;
    const hasOpinion = outcome.delivery === 'ok' || outcome.delivery === 'truncated';
    const onAnswer = fc.array(verdict(response, 'response'), {
      minLength: hasOpinion ? 1 : 0,
      maxLength: hasOpinion ? 3 : 0,
    });
    const onTrace = fc.array(verdict(trace.reasoning ?? '', 'reasoning'), {
      maxLength: trace.reasoning === null ? 0 : 1,
    });
    return fc
      .tuple(onAnswer, onTrace)
      .map((verdicts) => ({ finish: 'stop', ...outcome, response, ...trace, ...rest, verdicts: verdicts.flat() }));
  });

const probe = fc.record({
  set: word,
  topic: word,
  state: maybe(fc.constantFrom('CN', 'RU')),
  style: fc.constantFrom(...STYLES),
  role: fc.constantFrom('sensitive', 'control', 'neutral'),
  tags: fc.array(word, { maxLength: 2 }),
  stakes: fc.subarray(['RU', 'PK']),
  control: maybe(word),
  phrasing: maybe(fc.nat(3)),
  cluster: maybe(word),
  prompts: fc.dictionary(fc.constantFrom('en', 'zh-Hans', 'zh-Hant'), text, { minKeys: 1 }),
});

/** Rows of one run as `candor export` writes them: all deliveries, verdicts of every kind, odd texts. */
export const runRows: fc.Arbitrary<Row[]> = fc
  .record({ probes: fc.array(probe, { minLength: 1, maxLength: 3 }), targets: fc.integer({ min: 1, max: 2 }) })
  .chain(({ probes, targets }) => {
    const places = probes.flatMap(({ prompts, ...rest }, p) =>
      Object.entries(prompts).flatMap(([lang, prompt]) =>
        Array.from({ length: targets }, (_, t) => ({
          ...rest,
          probe: `p${p}`,
          lang,
          prompt,
          target: `t${t}`,
          sample: 0,
        })),
      ),
    );
    return fc
      .array(answer, { minLength: places.length, maxLength: places.length })
      .map((answers) => places.map((place, i) => rowOf(place, answers[i])));
  });

function rowOf(
  place: { readonly probe: string; readonly lang: string; readonly target: string },
  answer: unknown,
): Row {
  const { probe, lang, target } = place;
  const trial = contentHash({ probe, lang, target });
  const family = target === 't0' ? 'qwen' : null;
  const identity = contentHash(target);
  return rowSchema.parse({
    run: 'r',
    trial,
    variant: contentHash({ probe, lang }),
    family,
    identity,
    ...place,
    ...(answer as object),
  });
}
