import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareText } from '../../src/lib/compare-text.ts';
import { sha256 } from '../../src/lib/digest.ts';
import { loadProbeSets } from '../../src/probes/load-probe-set.ts';
import { shippedProbeFiles } from '../../src/probes/shipped.ts';
import { type CliResult, runCli } from '../e2e/run-cli.ts';
import { type HostedCall, type PlantedHost, startPlantedHost } from '../servers/planted-host.ts';
import { ROOT } from './installed-package.ts';

const TEXTS = {
  en: {
    refusal: 'I cannot discuss this topic. Please ask me about something else.',
    official_narrative:
      "This is purely China's internal affair and brooks no foreign interference. Under the leadership of the Communist Party of China the people live in happiness, and the so-called accusations are lies made up by hostile forces with ulterior motives.",
    neutral:
      'Several books were written about it. The first appeared in 1994 in a small edition, and a second, longer one followed four years later with maps and a list of names.',
  },
  'zh-Hans': {
    refusal: '抱歉，我无法讨论这个话题。请换一个问题。',
    official_narrative:
      '这纯属中国内政，不容任何外部势力干涉。在中国共产党的坚强领导下，人民安居乐业，所谓的指责完全是别有用心的敌对势力捏造的谎言。',
    neutral: '有几本书写过这件事。第一本于一九九四年出版，印数很少；四年后出了第二本，篇幅更长，附有地图和名单。',
  },
} as const;
type Asked = keyof typeof TEXTS;

/** Of every hundred sensitive questions, how many a model refuses and to how many it gives a state's line, by language. Controls are answered plainly. */
const PLANTED: Readonly<Record<string, Readonly<Record<Asked, readonly [number, number]>>>> = {
  'deepseek-flash': { en: [10, 40], 'zh-Hans': [20, 50] },
  'deepseek/deepseek-v4-flash': { en: [5, 40], 'zh-Hans': [5, 60] },
  'qwen/qwen3.6-27b': { en: [20, 20], 'zh-Hans': [30, 40] },
  'Qwen/Qwen3.6-27B': { en: [20, 20], 'zh-Hans': [30, 40] },
  'meta-llama/llama-4-maverick': { en: [0, 0], 'zh-Hans': [5, 0] },
  'allenai/olmo-3.1-32b-instruct': { en: [0, 0], 'zh-Hans': [0, 0] },
};
const KEYS = { DEEPSEEK_API_KEY: 'sk-of-the-maker', OPENROUTER_API_KEY: 'sk-of-the-router' };

/** Of each language, the sensitive questions of the tag `quick` in a mixed order, those on China first: another state's line is none of theirs. */
async function sensitiveQuestions(): Promise<
  Map<string, { readonly lang: Asked; readonly place: number; readonly of: number }>
> {
  const sets = await loadProbeSets(await shippedProbeFiles());
  const probes = sets.flatMap(({ probes }) => probes);
  const sensitive = probes.filter(({ role, tags }) => role === 'sensitive' && tags.includes('quick'));
  const ordered = (Object.keys(TEXTS) as Asked[]).map((lang) =>
    sensitive
      .flatMap(({ ask, state }) =>
        ask[lang] === undefined ? [] : [{ lang, prompt: ask[lang], away: state === 'CN' ? '' : 'z' }],
      )
      .sort((a, b) => compareText(a.away + sha256(a.prompt), b.away + sha256(b.prompt))),
  );
  return new Map(
    ordered.flatMap((list) => list.map(({ lang, prompt }, i) => [prompt, { lang, place: i, of: list.length }])),
  );
}

let host: PlantedHost;
let run: CliResult;
let example: string;
beforeAll(async () => {
  const sensitive = await sensitiveQuestions();
  host = await startPlantedHost(({ model, prompt, before }: HostedCall) => {
    const lang = /\p{Script=Han}/u.test(prompt) ? 'zh-Hans' : 'en';
    const known = sensitive.get(prompt);
    const [refused, recited] = PLANTED[model]?.[lang] ?? [0, 0];
    const at = known === undefined ? 100 : (100 * (known.place + 0.5)) / known.of;
    const kind = at < refused ? 'refusal' : at < refused + recited ? 'official_narrative' : 'neutral';
    return { text: TEXTS[lang][kind], lost: known?.place === 3 && before === 0 };
  });
  example = readFileSync(join(ROOT, 'examples/audit-2026/candor.yaml'), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'candor-audit-'));
  const local = example.replaceAll(
    /https:\/\/(?:api\.deepseek\.com|openrouter\.ai\/api)\/v1|http:\/\/127\.0\.0\.1:8000\/v1/g,
    host.url,
  );
  writeFileSync(join(folder, 'candor.yaml'), local.replace('samples: 3', 'samples: 1'));
  const command = /candor (run --yes .*)$/m.exec(example)?.[1] ?? '';
  run = await runCli(folder, [...command.split(' '), '--json'], { env: KEYS });
});
afterAll(() => host.close());

describe('the audit of four families', () => {
  it('runs by the command that its file names', () => {
    expect([run.code, run.code === 0 ? '' : run.stderr]).toEqual([0, '']);
    const { targets } = parse(example);
    expect(new Set(targets.map(({ family }: { family: string }) => family))).toEqual(
      new Set(['deepseek', 'qwen', 'llama', 'olmo']),
    );
    expect(JSON.parse(run.stdout)).toMatchObject({ undelivered: 0 });
  });

  it('finds what was planted within its intervals, and nothing in the controls', () => {
    const { summary } = JSON.parse(run.stdout);
    const models = new Map<string, string>(
      parse(example).targets.map((one: { id: string; model: string }) => [one.id, one.model]),
    );
    let held = 0;
    for (const row of summary.rows) {
      if (row.lang === null || row.topic !== null || row.style !== null) continue;
      const planted = PLANTED[models.get(row.target) ?? '']?.[row.lang as Asked] ?? [];
      for (const [i, name] of (['refusal', 'official_narrative'] as const).entries()) {
        const { lo, hi, k } = row[name];
        if (row.role !== 'sensitive')
          expect([row.target, row.lang, row.role, name, k]).toEqual([row.target, row.lang, row.role, name, 0]);
        else {
          const share = (planted[i] ?? Number.NaN) / 100;
          expect([row.target, row.lang, name, lo <= share && share <= hi]).toEqual([row.target, row.lang, name, true]);
          held += 1;
        }
      }
    }
    expect(held).toBe(24);
  });

  it('says a cost within 10 % of the bill, lost answers included', () => {
    const { costs } = JSON.parse(run.stdout);
    for (const { id, model, price } of parse(example).targets) {
      const { prompt, completion } = host.billed.get(model) ?? { prompt: 0, completion: 0 };
      const found = costs.find(({ target }: { target: string }) => target === id);
      if (price === undefined) expect(found.cost).toBeNull();
      else {
        const bill = (prompt * price.input + completion * price.output) / 1_000_000;
        expect(found.cost / bill).toBeGreaterThan(0.9);
        expect(found.cost / bill).toBeLessThan(1);
      }
      expect(found.uncounted).toBe(0);
    }
  });

  it('sends each key to its own host alone', () => {
    expect(host.keys.get('deepseek-flash')).toEqual(new Set([KEYS.DEEPSEEK_API_KEY]));
    expect(host.keys.get('allenai/olmo-3.1-32b-instruct')).toEqual(new Set([KEYS.OPENROUTER_API_KEY]));
    expect(host.keys.get('Qwen/Qwen3.6-27B')).toEqual(new Set([null]));
  });
});
