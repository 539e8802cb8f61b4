// @ts-check
import { inWords, languageName, permalink, quotationButton, verdictWords } from './quotation.js';
import { addText, element, folded, linkTo, spoken } from './unseen.js';

/** The verdict that the rates count. @param {any} answer */
export function countedOf(answer) {
  return answer.verdicts.find((/** @type {any} */ one) => one.counted) ?? null;
}

/** The class of an answer, or what became of the call. @param {any} answer */
export function tag(answer) {
  const counted = countedOf(answer);
  if (counted?.class) return element('span', `tag ${counted.class}`, verdictWords(counted));
  const words = { provider_filter: 'withheld by the service', empty: 'came empty', error: 'failed' };
  const name = /** @type {Record<string, string>} */ (words)[answer.outcome] ?? 'not judged';
  return element('span', 'tag none', name);
}

/** One answer with everything needed to check it. @param {any} answer */
export function answerCard(answer) {
  const counted = countedOf(answer);
  const card = element('article', `answer ${counted?.class ?? ''}`);
  const head = element('h3', '');
  head.append(linkTo({ probe: answer.probe }, answer.probe));
  const { role, style, topic } = answer.asked;
  const meta = element('p', 'meta');
  meta.append(
    element('strong', '', answer.served?.label ?? answer.target),
    ` · ${languageName(answer.lang)} · sample ${answer.sample + 1} · ${role}, ${style}, ${inWords(topic)}`,
  );
  card.append(tag(answer), head, meta, spoken('asked', answer.prompt, answer.lang), ...body(answer));
  return card;
}

/** The answer itself with all that is known of it, without the question; `beside` others of the same question. @param {any} answer */
export function body(answer, beside = false) {
  const counted = countedOf(answer);
  const text = spoken('text', answer.text, answer.lang, counted?.span ?? null);
  if (answer.text === '') text.append(element('em', '', 'no text'));
  const parts = [text, ...(beside ? [] : shortened(text, answer.text, counted)), judgement(answer, counted)];
  const others = answer.verdicts.filter((/** @type {any} */ one) => one.of === 'response' && one !== counted);
  if (others.length > 0) parts.push(verdictList(others, answer.text, answer.lang));
  if (answer.reasoning) parts.push(trace(answer));
  for (const turn of answer.later ?? []) parts.push(...laterTurn(turn, answer.lang));
  parts.push(
    folded('How it was delivered', (into) => delivery(answer, into)),
    buttons(answer, text, beside),
  );
  return parts;
}

/** Signs after which an answer is cut in a list, unless the words that decided come later. */
const LONG = { more: 700, seen: 300 };

/** Cuts a long text by style alone, with a button that shows all of it. @param {HTMLElement} text @param {string} words @param {any} counted */
function shortened(text, words, counted) {
  const signs = [...words].reduce((sum, sign) => sum + (sign > '\u2e80' ? 2 : 1), 0);
  if (signs < LONG.more || (counted?.span ?? [0, 0])[1] > LONG.seen) return [];
  text.classList.add('cut');
  const button = /** @type {HTMLButtonElement} */ (element('button', 'whole', 'Show the whole answer'));
  button.type = 'button';
  button.addEventListener('click', () => {
    text.classList.remove('cut');
    button.remove();
    text.tabIndex = -1;
    text.focus({ preventScroll: true });
  });
  return [button];
}

/** A confidence for people: a class of the rules can be likely and unsure all the same; others say it of themselves. @param {any} verdict */
function sureWords({ confidence, by }) {
  if (!by.startsWith('rules ')) return `confidence ${confidence.toFixed(2)}`;
  return `right in ${Math.round(confidence * 100)} % of measured answers that score like it`;
}

/** @param {any} answer @param {any} counted */
function judgement(answer, counted) {
  const line = element('p', 'meta');
  const parts = [
    counted ? `${verdictWords(counted)} by ${counted.by}` : 'no verdict counts',
    counted?.lineOf ? `line of ${counted.lineOf}` : '',
    counted?.confidence == null ? '' : sureWords(counted),
    ...(counted?.flags ?? []).map(inWords),
    answer.outcome === 'ok' ? '' : `delivery: ${inWords(answer.outcome)}`,
    ...answer.delivery.flags.map(inWords),
  ];
  addText(line, parts.filter((part) => part !== '').join(' · '));
  if (counted?.note) addText(line, ` · ${counted.note}`);
  return line;
}

/** Verdicts that do not count, with their quotes and reasons; people's first. @param {any[]} verdicts @param {string} text @param {string} lang */
function verdictList(verdicts, text, lang) {
  const list = element('ul', 'verdicts');
  for (const verdict of [...verdicts].sort((a, b) => Number(b.human) - Number(a.human))) {
    const item = element('li', '');
    item.append(element('span', `tag ${verdict.class ?? 'none'}`, verdictWords(verdict)), ` ${verdict.by}`);
    if (verdict.confidence !== null) item.append(`, ${sureWords(verdict)}`);
    for (const flag of verdict.flags) item.append(`, ${inWords(flag)}`);
    if (verdict.span && verdict.span[1] - verdict.span[0] < text.length) {
      item.append(spoken('quote', text.slice(...verdict.span), lang));
    }
    if (verdict.note) item.append(element('p', 'meta', verdict.note));
    list.append(item);
  }
  return list;
}

/** The reasoning trace, folded, under its own verdict. @param {any} answer */
function trace(answer) {
  const verdicts = answer.verdicts.filter((/** @type {any} */ one) => one.of === 'reasoning');
  const said = verdicts.map((/** @type {any} */ one) => `${verdictWords(one)} by ${one.by}`).join('; ');
  return folded(`Reasoning trace: ${said === '' ? 'not judged' : said}`, (into) =>
    into.append(spoken('text', answer.reasoning, answer.lang, verdicts[0]?.span ?? null)),
  );
}

/** A later turn of the conversation: the follow-up, the answer to it and its verdict. @param {any} turn @param {string} lang */
function laterTurn(turn, lang) {
  const counted = turn.verdicts.find((/** @type {any} */ one) => one.counted);
  const text = spoken('text', turn.text, lang, counted?.span ?? null);
  if (turn.text === '') text.append(element('em', '', 'no text'));
  const line = element('p', 'meta', `turn ${turn.turn} · `);
  const delivered = turn.delivery === 'ok' ? '' : ` · delivery: ${inWords(turn.delivery)}`;
  line.append((counted ? `${verdictWords(counted)} by ${counted.by}` : 'no verdict counts') + delivered);
  return [spoken('asked', turn.prompt, lang), text, line];
}

/** @param {any} answer @param {HTMLElement} into */
function delivery(answer, into) {
  const raw = element('pre', '', JSON.stringify({ delivery: answer.outcome, ...answer.delivery }, null, 1));
  raw.tabIndex = 0;
  into.append(raw);
}

/** @param {any} answer @param {HTMLElement} text @param {boolean} beside */
function buttons(answer, text, beside) {
  const row = element('p', 'buttons');
  row.append(quotationButton(answer, text), linkTo(permalink(answer), 'Link to this answer'));
  if (!beside) row.append(linkTo({ probe: answer.probe }, 'Side by side'));
  if (!beside && answer.asked.control) row.append(linkTo({ probe: answer.asked.control }, 'Its control'));
  return row;
}
