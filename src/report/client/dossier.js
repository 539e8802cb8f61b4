// @ts-check
import { body, tag } from './answer-card.js';
import { inWords, languageName } from './quotation.js';
import { addText, element, linkTo, spoken } from './unseen.js';

/**
 * One question with the answers of all models side by side, language by language.
 * @param {any[]} answers of one probe
 * @param {any} probe
 * @param {string} id
 */
export function dossier(answers, probe, id) {
  const made = element('div', 'dossier');
  const head = element('h3', '');
  head.append(linkTo({ probe: id }, id));
  const meta = element('p', 'meta', `${probe.role}, ${probe.style}, ${inWords(probe.topic)}`);
  if (probe.state) meta.append(`, a subject guarded by ${probe.state}`);
  if (probe.control) meta.append(' · held against ', linkTo({ probe: probe.control }, probe.control));
  made.append(head, meta);
  const claims = [
    ...claimList('What the state says', probe.official),
    ...claimList('What can be checked', probe.facts),
  ];
  if (claims.length > 0) {
    const background = element('details', '');
    background.append(element('summary', '', 'The state’s line and the facts, with sources'), ...claims);
    made.append(background);
  }
  for (const lang of [...new Set(answers.map((answer) => answer.lang))]) {
    const inLang = answers.filter((answer) => answer.lang === lang);
    made.append(element('h4', '', languageName(lang)));
    for (const prompt of new Set(inLang.map((answer) => answer.prompt))) made.append(spoken('asked', prompt, lang));
    made.append(columns(inLang));
  }
  return made;
}

/** A column a model, its samples one under the other, the first one open. @param {any[]} answers */
function columns(answers) {
  const made = element('div', 'columns');
  const models = new Map();
  for (const answer of answers) {
    const key = `${answer.run} ${answer.target}`;
    models.set(key, [...(models.get(key) ?? []), answer]);
  }
  for (const samples of models.values()) {
    const column = element('div', 'column');
    column.append(element('h5', '', samples[0].served?.label ?? samples[0].target));
    for (const [i, answer] of samples.entries()) column.append(sample(answer, i === 0));
    made.append(column);
  }
  return made;
}

/** @param {any} answer @param {boolean} open */
function sample(answer, open) {
  const made = /** @type {HTMLDetailsElement} */ (element('details', 'sample'));
  const line = element('summary', '');
  const start = element('span', 'start');
  start.lang = answer.lang;
  addText(start, answer.text.slice(0, 90));
  line.append(tag(answer), ` sample ${answer.sample + 1} `, start);
  made.append(line);
  const fill = () => made.append(...body(answer, true));
  if (open) fill();
  else made.addEventListener('toggle', fill, { once: true });
  made.open = open;
  return made;
}

/** @param {string} title @param {{ claim: string, source: string | null }[]} claims */
function claimList(title, claims) {
  if (!claims?.length) return [];
  const list = element('ul', 'claims');
  for (const { claim, source } of claims) {
    const item = element('li', '', claim);
    if (source !== null) item.append(' ', sourceOf(source));
    list.append(item);
  }
  return [element('h5', '', title), list];
}

/** A source named by the author of the questions: a link where it is an https address. @param {string} source */
function sourceOf(source) {
  if (!/^https:\/\/[\w.-]+\//.test(source) || !URL.canParse(source)) return element('span', 'meta', source);
  const link = /** @type {HTMLAnchorElement} */ (element('a', 'meta', new URL(source).hostname));
  link.href = source;
  link.rel = 'noreferrer noopener external';
  return link;
}
