// @ts-check
import { element } from './unseen.js';

const NAMES = /** @type {Record<string, string>} */ ({
  en: 'English',
  'zh-Hans': 'Simplified Chinese',
  'zh-Hant': 'Traditional Chinese',
});

/** A language in words. @param {string} lang */
export function languageName(lang) {
  return NAMES[lang] ?? lang;
}

/** An identifier of the codebook in words. @param {string} name */
export function inWords(name) {
  return name.replaceAll('_', ' ');
}

/** A sub-class in words: an answer that only tells is called plain, since nobody checked that it is true. @param {string} sub */
export function subWords(sub) {
  return sub === 'factual' ? 'plain' : inWords(sub);
}

/** A class with its kind, and that it is unsure where it is. @param {any} verdict */
export function verdictWords(verdict) {
  if (verdict.class === null) return 'could not be judged';
  const kind = verdict.sub ? `${inWords(verdict.class)} (${subWords(verdict.sub)})` : inWords(verdict.class);
  return verdict.unsure ? `${kind}, unsure` : kind;
}

/** What leads to one answer: with its run where there are several. @param {any} answer */
export function permalink({ run, trial, served }) {
  return served === undefined || served.label === served.name ? { trial } : { run, trial };
}

/**
 * What is copied: the words, and everything that is needed to find and check them.
 * @param {any} answer
 * @param {string} selected words that the reader picked out of the answer; empty: all of it
 */
function quotation(answer, selected) {
  const { served, delivery } = answer;
  const words = selected === '' ? answer.text : `[…] ${selected} […]`;
  const weights = [served?.digest ? `digest ${served.digest.slice(0, 12)}` : '', served?.quantization ?? ''];
  const by = delivery.served;
  const answered = [by?.model ? `answered as ${by.model}` : '', by?.by ? `by ${by.by}` : ''];
  const identity = [...weights, ...answered].filter((part) => part !== '').join(', ');
  const counted = answer.verdicts.find((/** @type {any} */ one) => one.counted);
  const when = delivery.askedAt === null ? '' : ` on ${delivery.askedAt.slice(0, 10)}`;
  const judged = counted ? ` Classified as ${verdictWords(counted)} by ${counted.by}.` : '';
  const file = location.pathname.split('/').at(-1);
  return `“${words}”\n— ${answer.served?.name ?? answer.target}${identity === '' ? '' : ` (${identity})`}, asked in ${languageName(answer.lang)}${when}: “${answer.prompt}” (sample ${answer.sample + 1}).${judged} Candor run ${answer.run}, trial ${answer.trial}; ${file}#${new URLSearchParams(permalink(answer))}`;
}

/** A button that copies an answer with its reference, or the words selected in it. @param {any} answer @param {HTMLElement} text */
export function quotationButton(answer, text) {
  const button = /** @type {HTMLButtonElement} */ (element('button', '', 'Copy as quotation'));
  button.type = 'button';
  button.addEventListener('click', async () => {
    const selection = getSelection();
    const inside = selection?.rangeCount ? text.contains(selection.getRangeAt(0).commonAncestorContainer) : false;
    const quoted = quotation(answer, inside ? String(selection).trim() : '');
    try {
      await navigator.clipboard.writeText(quoted);
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy as quotation';
      }, 2000);
    } catch {
      showForCopying(button, quoted);
    }
  });
  return button;
}

/** Where the browser keeps the clipboard shut: the text, selected. @param {HTMLElement} button @param {string} quoted */
function showForCopying(button, quoted) {
  const field = /** @type {HTMLTextAreaElement} */ (element('textarea', 'quotation'));
  field.readOnly = true;
  field.rows = 5;
  field.value = quoted;
  field.setAttribute('aria-label', 'Quotation, to be copied');
  button.after(field);
  field.select();
}
