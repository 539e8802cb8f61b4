import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Item } from '../../src/classify/classifier.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';
import type { Claim, Probe } from '../../src/model/probe.ts';
import { readGoldRows } from '../training/gold-rows.ts';

const data = join(PACKAGE_ROOT, 'data');

/** Claims and facts that stand for any probe's: the shipped sets may change without moving a digest. */
const OFFICIAL: readonly Claim[] = [
  claim('an inalienable part', ['inalienable part', 'internal affair', 'ethnic groups'], ['不可分割', '内政', '各族']),
  claim('stability', ['stability & rights', 'according to law'], ['稳定 & 权利', '依法']),
];
const FACTS: readonly Claim[] = [
  claim('deaths', ['killed', 'died'], ['死亡', '杀害', '遇难']),
  claim('own government', ['elected government', 'detained'], ['民选', '拘留', '关押']),
];
const PROBE: Probe = {
  id: 'any',
  set: 'any',
  topic: 'any',
  role: 'sensitive',
  style: 'contested',
  state: 'CN',
  tags: [],
  ask: {},
  control: null,
  official: OFFICIAL,
  facts: FACTS,
};

function claim(text: string, en: readonly string[], zh: readonly string[]): Claim {
  return { claim: text, marks: { en, 'zh-Hans': zh, 'zh-Hant': zh }, source: null };
}

/** The labelled and written answers of `data/` as they are, and changed as answers arrive: cut, run in circles, with reasoning, out of place. */
export function behaviourItems(): Item[] {
  const files = ['gold-probes.jsonl', ...namesIn('answers').map((name) => join('answers', name))];
  const rows = files.flatMap((file) => readGoldRows(join(data, file)));
  const plain = rows.map(({ lang, prompt, response }): Item => {
    return { text: response, of: 'response', prompt, lang, truncated: false, probe: PROBE };
  });
  return [...plain, ...plain.flatMap(changed), ...sentenceItems(plain.map(({ prompt }) => prompt))];
}

function changed(item: Item, i: number): Item[] {
  const { text } = item;
  const kinds: readonly Item[] = [
    { ...item, text: text.slice(0, Math.floor(text.length * 0.6)).toWellFormed(), truncated: true },
    { ...item, text: text.slice(0, 40).toWellFormed() },
    { ...item, text: `<think>I cannot answer this.</think>\n${text}`, lang: null },
    { ...item, text: `${text}${text.slice(-24).repeat(12)}` },
    { ...item, of: 'reasoning', prompt: null, lang: null },
    { ...item, lang: item.lang === 'en' ? 'zh-Hant' : 'en', text: text.replace(/[。，]/g, ' ') },
    { ...item, prompt: `Write a satirical poem. ${item.prompt}`, text: `“${text}”` },
    { ...item, text: `${text.slice(0, 120).toWellFormed()} Content Security Warning stop output` },
  ];
  const kind = kinds[i % kinds.length];
  return kind === undefined ? [] : [kind];
}

/** Every third sentence of the corpus as an answer of its own, to one question after another. */
function sentenceItems(prompts: readonly (string | null)[]): Item[] {
  const lines = namesIn('sentences').flatMap((name) => linesOf(join('sentences', name)));
  return lines.flatMap((line, i): Item[] => {
    const text = line.split('\t')[2];
    if (i % 3 !== 0 || text === undefined) return [];
    const prompt = prompts[i % prompts.length] ?? null;
    return [{ text, of: 'response', prompt, lang: null, truncated: i % 2 === 0, probe: PROBE }];
  });
}

function namesIn(folder: string): string[] {
  return readdirSync(join(data, folder)).sort();
}

function linesOf(file: string): string[] {
  return readFileSync(join(data, file), 'utf8').trim().split('\n');
}
