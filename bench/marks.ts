import { readFileSync } from 'node:fs';
import { PACKAGE_ROOT } from '../src/lib/package-root.ts';
import { normalizeLang } from '../src/model/lang.ts';
import type { Claim, Probe } from '../src/model/probe.ts';
import { foldText } from '../src/probes/fold-text.ts';
import { compileStatement, findMarks, hasMark } from '../src/probes/marks.ts';
import { loadProbesForLint } from '../src/probes/shipped.ts';

/**
 * How often each fact and official claim of the shipped sets fires on answers about its probe's subject, and on answers
 * about anything else. Usage: tsx bench/marks.ts ANSWERS.jsonl… [--set ID] [--marks]
 * A line has `prompt`, `response` and `lang`. An answer is about a probe where prompt and answer together hold enough of
 * the question's words (Chinese: pairs of characters), weighted by how rare they are. Of the answers about something else
 * an even choice of each language is read. `--marks` also lists single marks that fire on those.
 */
const ABOUT = 0.62;
const OTHERS = 200;
const MANY_FALSE = 0.05;
const FEW = 3;

interface Row {
  readonly lang: string;
  readonly text: string;
  readonly features: ReadonlySet<string>;
}

interface Fires {
  readonly probe: Probe;
  readonly kind: string;
  readonly claim: Claim;
  about: number;
  fired: number;
  others: number;
  falseFires: number;
}

function featuresOf(text: string): Set<string> {
  const lower = text.toLowerCase();
  const han = [...lower.matchAll(/\p{Script=Han}+/gu)].flatMap(([run]) => {
    const chars = [...run];
    return chars.slice(1).map((char, index) => `${chars[index]}${char}`);
  });
  return new Set([...(lower.match(/[\p{Script=Latin}\p{N}]{3,}/gu) ?? []), ...han]);
}

function readRows(file: string): Row[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter(Boolean).flatMap((line) => {
    const { prompt, response, lang } = JSON.parse(line);
    if (typeof response !== 'string' || response.trim() === '') return [];
    return [{ lang: normalizeLang(lang), text: response, features: featuresOf(`${prompt ?? ''}\n${response}`) }];
  });
}

const flags = process.argv.slice(2);
const wanted = flags.includes('--set') ? flags[flags.indexOf('--set') + 1] : undefined;
const files = flags.filter((flag, index) => !flag.startsWith('--') && flags[index - 1] !== '--set');
const rows = files.flatMap(readRows);
const { sets } = await loadProbesForLint([], PACKAGE_ROOT);
const all = sets.flatMap(({ set }) => set.probes);
const probes = all.filter(({ set, facts, official }) => {
  return facts.length + official.length > 0 && (wanted === undefined || wanted === set);
});

/** How rare a feature is among the questions and the answers of a language: words of form weigh little. */
function weigher(lang: string): (feature: string) => number {
  const texts = [...all.flatMap(({ ask }) => (ask[lang] === undefined ? [] : [featuresOf(ask[lang])]))];
  const answers = rows.filter((row) => row.lang === lang).map(({ features }) => features);
  const documents = [...texts, ...answers];
  const counts = new Map<string, number>();
  for (const document of documents) for (const one of document) counts.set(one, (counts.get(one) ?? 0) + 1);
  return (feature) => Math.log(documents.length / (counts.get(feature) ?? 1));
}

const fires = new Map<Claim, Fires>();
const marksOnOthers = new Map<string, number>();
for (const lang of new Set(rows.map((row) => row.lang))) {
  const weigh = weigher(lang);
  const ofLang = rows
    .filter((row) => row.lang === lang)
    .map((row, at, { length }) => ({
      ...row,
      isRead: at % Math.ceil(length / OTHERS) === 0,
      folded: foldText(row.text),
    }));
  for (const probe of probes) {
    const question = [...featuresOf(probe.ask[lang] ?? '')].map((feature) => ({ feature, weight: weigh(feature) }));
    const whole = question.reduce((sum, { weight }) => sum + weight, 0);
    const statements = [
      ...probe.official.map((claim) => ({ claim, kind: 'official' })),
      ...probe.facts.map((claim) => ({ claim, kind: 'fact' })),
    ].map((one) => {
      const counted = fires.get(one.claim) ?? { ...one, probe, about: 0, fired: 0, others: 0, falseFires: 0 };
      fires.set(one.claim, counted);
      return { counted, compiled: compileStatement(one.claim, lang) };
    });
    for (const { features, folded, isRead } of ofLang) {
      const held = question.reduce((sum, { feature, weight }) => sum + (features.has(feature) ? weight : 0), 0);
      const isAbout = whole > 0 && held / whole >= ABOUT;
      if (!isAbout && !isRead) continue;
      for (const { counted, compiled } of statements) {
        const hit = hasMark(compiled, folded);
        if (isAbout) {
          counted.about += 1;
          if (hit) counted.fired += 1;
          continue;
        }
        counted.others += 1;
        if (!hit) continue;
        counted.falseFires += 1;
        if (!flags.includes('--marks')) continue;
        for (const mark of new Set(findMarks(compiled, folded).map((found) => found.mark))) {
          const key = `${probe.id} | ${counted.claim.claim} | ${mark}`;
          marksOnOthers.set(key, (marksOnOthers.get(key) ?? 0) + 1);
        }
      }
    }
  }
}

const percent = (k: number, n: number): string => (n === 0 ? '  -  ' : `${((100 * k) / n).toFixed(1)} %`.padStart(7));
const counted = [...fires.values()];
console.log(`${rows.length} answers, ${probes.length} probes, ${counted.length} facts and official claims`);
console.log('\nset              kind       about  fire on them   others  false fires');
for (const { set } of sets) {
  for (const kind of ['fact', 'official']) {
    const own = counted.filter((one) => one.probe.set === set.id && one.kind === kind);
    const total = (field: 'about' | 'fired' | 'others' | 'falseFires') => own.reduce((sum, one) => sum + one[field], 0);
    if (own.length === 0) continue;
    const shares = [percent(total('fired'), total('about')), percent(total('falseFires'), total('others'))];
    console.log(
      `${set.id.padEnd(16)} ${kind.padEnd(9)} ${String(total('about')).padStart(6)} ${shares[0]?.padStart(12)} ${String(total('others')).padStart(9)} ${shares[1]?.padStart(10)}`,
    );
  }
}
const tell = (one: Fires) => {
  const share = `${one.fired}/${one.about} about, ${percent(one.falseFires, one.others).trim()} of others`;
  console.log(`  ${one.probe.id} ${one.kind}: ${one.claim.claim} (${share})`);
};
console.log(`\nnever fire, with ${FEW} or more answers about the probe:`);
for (const one of counted) if (one.about >= FEW && one.fired === 0) tell(one);
console.log(`\nfire on more than ${MANY_FALSE * 100} % of answers about something else:`);
for (const one of counted.toSorted((a, b) => b.falseFires / b.others - a.falseFires / a.others)) {
  if (one.falseFires / one.others > MANY_FALSE) tell(one);
}
for (const [key, count] of [...marksOnOthers].sort((a, b) => b[1] - a[1])) {
  if (count >= FEW) console.log(`${String(count).padStart(5)}  ${key}`);
}
