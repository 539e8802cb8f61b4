import type { Probe } from '../model/probe.ts';
import { askedOf, type Finding, findingAt, type Linted, langsOf } from './finding.ts';
import { plainQuestion } from './question-similarity.ts';
import { wordingsOf } from './variant.ts';

/** Further wordings: as many in each language, as many as the control has, and none twice. */
export function lintPhrasings(linted: Linted, byId: ReadonlyMap<string, Probe>): Finding[] {
  return [...lintPhrasingLanguages(linted), ...lintPhrasingTwice(linted), ...lintControlPhrasings(linted, byId)];
}

function lintPhrasingLanguages(linted: Linted): Finding[] {
  const { probe, path } = linted.expanded;
  const langs = langsOf(probe.ask);
  const [fullest, most] = langs
    .map((lang) => [lang, wordingsOf(probe, lang).length] as const)
    .reduce((best, one) => (one[1] > best[1] ? one : best), ['', 0] as const);
  return langs.flatMap((lang) => {
    const here = wordingsOf(probe, lang).length;
    if (here === most) return [];
    const message = `expected ${most} wordings in ${lang} as in ${fullest}, got ${here}`;
    return [findingAt(linted, [...path, 'ask', lang], 'phrasing-language', 'warning', message)];
  });
}

function lintPhrasingTwice(linted: Linted): Finding[] {
  const seen = new Set<string>();
  return askedOf(linted).flatMap(({ lang, text, path }) => {
    const key = `${lang} ${plainQuestion(text).replaceAll(' ', '')}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `expected each wording once, got "${text}" again in ${lang}`;
    return [findingAt(linted, path, 'phrasing-twice', 'error', message)];
  });
}

function lintControlPhrasings(linted: Linted, byId: ReadonlyMap<string, Probe>): Finding[] {
  const { probe, controlPath } = linted.expanded;
  const control = probe.control === null ? undefined : byId.get(probe.control);
  if (control === undefined) return [];
  const unequal = langsOf(probe.ask).flatMap((lang) => {
    const own = wordingsOf(probe, lang).length;
    const other = wordingsOf(control, lang).length;
    return other === 0 || own === other ? [] : [`${other} for ${own} in ${lang}`];
  });
  if (unequal.length === 0) return [];
  const message = `expected as many wordings of the control "${control.id}" as of its probe, got ${unequal.join(', ')}`;
  return [findingAt(linted, controlPath, 'control-phrasings', 'warning', message)];
}
