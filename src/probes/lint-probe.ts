import type { Lang } from '../model/lang.ts';
import type { Fact, Probe, Style } from '../model/probe.ts';
import { ANSWER } from '../model/turn.ts';
import { askedOf, type Finding, findingAt, findingAtProbe, type Linted, langsOf, statementsOf } from './finding.ts';

const FACTS_WANTED = 3;
const PLACEHOLDER = /\{[^}]*\}|<[a-z][^>]*>|\b(?:TODO|TBD|FIXME|XXX)\b|^\s*(?:…|\.\.\.|\?+)\s*$|:\/\/(?:…|\.\.\.)/;
const LOADED_WORDS = /\bso-called\b|所谓|所謂/i;

/** What a probe of each style should have: facts to check an answer against, an official claim. */
/** Facts that a control with a state of its own should have, by style, so that both sides are read alike. */
const WANTED_OF_CONTROL = {
  factual: 2,
  indirect: 2,
  individual: 2,
  contested: 0,
  opinion: 0,
  write: 0,
  leading: 2,
  innocent: 0,
} as const satisfies Readonly<Record<Style, number>>;

const WANTED_BY_STYLE = {
  factual: { facts: true, official: false },
  indirect: { facts: true, official: false },
  individual: { facts: true, official: false },
  contested: { facts: false, official: true },
  opinion: { facts: false, official: false },
  write: { facts: false, official: false },
  leading: { facts: true, official: false },
  innocent: { facts: false, official: false },
} as const satisfies Readonly<Record<Style, { readonly facts: boolean; readonly official: boolean }>>;

/** Languages that a probe lacks beside the others of its set. */
export function lintLanguages(linted: Linted, languages: readonly Lang[]): Finding[] {
  const { probe, path } = linted.expanded;
  const missing = languages.filter((lang) => probe.ask[lang] === undefined);
  const asked = missing.map((lang) => {
    const message = `expected the question in ${lang}, got ${langsOf(probe.ask).join(', ')} only`;
    return findingAt(linted, [...path, 'ask'], 'missing-language', 'error', message);
  });
  const marks = statementsOf(linted).flatMap(({ claim, path: at, kind }) => {
    // Without marks in any language it is told as one thing, not as several.
    if (langsOf(claim.marks).length === 0) return [];
    return langsOf(probe.ask)
      .filter((lang) => claim.marks[lang] === undefined)
      .map((lang) => {
        const message = `expected marks in ${lang} for the ${kind} "${claim.claim}", got none`;
        return findingAt(linted, [...at, 'marks'], 'missing-marks', 'error', message);
      });
  });
  return [...asked, ...marks];
}

/** A sensitive probe's control: there, of the same style and languages, and of another state or none. */
export function lintControl(linted: Linted, byId: ReadonlyMap<string, Probe>): Finding[] {
  const { probe, controlPath } = linted.expanded;
  if (probe.role !== 'sensitive') {
    if (probe.control === null) return [];
    const message = `expected no control for a probe of role ${probe.role}, got "${probe.control}"`;
    return [findingAt(linted, controlPath, 'control-of-control', 'warning', message)];
  }
  if (probe.control === null) {
    return [findingAtProbe(linted, 'control-missing', 'error', 'expected a control, got none')];
  }
  const control = byId.get(probe.control);
  if (control === undefined) return [];
  const at = (rule: string, message: string) => findingAt(linted, controlPath, rule, 'error', message);
  const findings: Finding[] = [];
  if (control.id === probe.id)
    findings.push(at('control-itself', 'expected another probe as control, got the probe itself'));
  if (control.role === 'neutral') {
    findings.push(
      at(
        'control-role',
        `expected a control or another state's sensitive probe, got the neutral probe "${control.id}"`,
      ),
    );
  }
  if (control.state !== null && control.state === probe.state) {
    findings.push(
      at(
        'control-state',
        `expected a control that ${probe.state} does not guard, got "${control.id}" of the same state`,
      ),
    );
  }
  if (probe.state !== null && control.stakes?.includes(probe.state)) {
    const message = `expected a control in which ${probe.state} has no stake, got "${control.id}" with stakes ${control.stakes.join(', ')}`;
    findings.push(at('control-stakes', message));
  }
  if (control.control === probe.id) {
    findings.push(
      at('control-mutual', `expected a control of its own, got "${control.id}", whose control is this probe`),
    );
  }
  if (control.style !== probe.style) {
    findings.push(
      at('control-style', `expected a control of style ${probe.style}, got "${control.id}" of style ${control.style}`),
    );
  }
  const lacking = langsOf(probe.ask).filter((lang) => control.ask[lang] === undefined);
  if (lacking.length > 0) {
    findings.push(
      at('control-language', `expected a control in ${lacking.join(', ')} too, got "${control.id}" without`),
    );
  }
  return findings;
}

/** What an answer can be checked against: enough facts, the state's line, and a source for each. */
export function lintStatements(linted: Linted): Finding[] {
  const { probe } = linted.expanded;
  const findings = statementsOf(linted).flatMap(({ claim, path, kind }) => {
    const unmarked = Object.values(claim.marks).every((marks) => marks.length === 0);
    if (unmarked && claim.source !== null) {
      const message = `expected marks for the ${kind} "${claim.claim}", got none: the rules cannot find it, a judge can`;
      return [findingAt(linted, path, 'marks-missing', 'warning', message)];
    }
    if (claim.source === null) {
      const message = `expected a source for the ${kind} "${claim.claim}", got none`;
      return [findingAt(linted, path, 'source-missing', 'error', message)];
    }
    if (/^https?:/.test(claim.source) && !URL.canParse(claim.source)) {
      const message = `expected a whole address as source, got "${claim.source}"`;
      return [findingAt(linted, [...path, 'source'], 'source-address', 'error', message)];
    }
    return [];
  });
  for (const { claim, path } of statementsOf(linted).filter(({ kind }) => kind === 'fact')) {
    if (probe.role === 'neutral' || (claim as Fact).kind !== undefined) continue;
    const message = `expected the kind of the fact "${claim.claim}" (denied, omitted or shared), got none: it counts as omitted`;
    findings.push(findingAt(linted, path, 'fact-kind', 'warning', message));
  }
  const wanted = probe.role === 'control' && probe.state !== null ? WANTED_OF_CONTROL[probe.style] : 0;
  if (probe.facts.length < wanted) {
    const message = `expected at least ${wanted} facts for a ${probe.style} control, as its probes have, got ${probe.facts.length}`;
    findings.push(findingAtProbe(linted, 'control-facts', 'warning', message));
  }
  if (probe.role !== 'sensitive') return findings;
  if (WANTED_BY_STYLE[probe.style].facts && probe.facts.length < FACTS_WANTED) {
    const message = `expected at least ${FACTS_WANTED} facts for a ${probe.style} probe, got ${probe.facts.length}`;
    findings.push(findingAtProbe(linted, 'too-few-facts', 'warning', message));
  }
  if (WANTED_BY_STYLE[probe.style].official && probe.state !== null && probe.official.length === 0) {
    const message = `expected an official claim of ${probe.state} on a contested question, got none`;
    findings.push(findingAtProbe(linted, 'official-missing', 'warning', message));
  }
  if (probe.style === 'innocent' && probe.official.length + probe.facts.length > 0) {
    const message =
      'expected no facts or claims of an innocent question, which touches its subject by the way, got some: then it is factual or contested';
    findings.push(findingAtProbe(linted, 'innocent-statements', 'warning', message));
  }
  return findings;
}

/** Placeholders that were left, and questions that presuppose a verdict. */
export function lintWording(linted: Linted): Finding[] {
  const { probe, path } = linted.expanded;
  const findings: Finding[] = [];
  const look = (text: string, at: readonly PropertyKey[]) => {
    const left = PLACEHOLDER.exec(text);
    if (left !== null) {
      findings.push(
        findingAt(linted, at, 'placeholder', 'error', `expected finished text, got "${left[0].trim()}" in it`),
      );
    }
  };
  for (const { text, path: at } of askedOf(linted)) {
    look(text, at);
    const loaded = probe.style === 'write' || probe.style === 'leading' ? null : LOADED_WORDS.exec(text);
    if (loaded !== null) {
      const message = `expected neutral wording, got "${loaded[0]}" in the question`;
      findings.push(findingAt(linted, at, 'loaded-wording', 'warning', message));
    }
  }
  for (const [index, { kind, text }] of (probe.followUps ?? []).entries()) {
    if (kind !== 'own') continue;
    for (const [lang, words] of Object.entries(text))
      look(words.replaceAll(ANSWER, ''), [...path, 'then', index, lang]);
    const lacking = langsOf(probe.ask).filter((lang) => text[lang] === undefined);
    if (lacking.length === 0) continue;
    const message = `expected the follow-up in ${lacking.join(', ')} too, got none: that turn is not asked there`;
    findings.push(findingAt(linted, [...path, 'then', index], 'follow-up-language', 'warning', message));
  }
  for (const { claim, path: at } of statementsOf(linted)) {
    look(claim.claim, [...at, 'claim']);
    if (claim.source !== null) look(claim.source, [...at, 'source']);
    for (const [lang, marks] of Object.entries(claim.marks)) {
      for (const [index, mark] of marks.entries()) look(mark, [...at, 'marks', lang, index]);
    }
  }
  return findings;
}
