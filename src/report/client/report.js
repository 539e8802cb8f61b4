// @ts-check
import { answerCard } from './answer-card.js';
import { dossier } from './dossier.js';
import { openEvidence } from './evidence.js';
import { inWords, languageName, subWords } from './quotation.js';
import { element } from './unseen.js';

const SHOWN = 20;
/** Answers of one question that stand side by side at once. */
const MOST_BESIDE = 400;
const FIELDS = [
  'run',
  'target',
  'lang',
  'class',
  'sub',
  'topic',
  'style',
  'role',
  'with',
  'delivery',
  'probe',
  'trial',
  'steady',
  'q',
];

const form = /** @type {HTMLFormElement} */ (document.getElementById('filter'));
const shown = /** @type {HTMLElement} */ (document.getElementById('shown'));
const status = /** @type {HTMLElement} */ (document.getElementById('found'));
const more = /** @type {HTMLButtonElement} */ (document.getElementById('more'));
const heading = /** @type {HTMLElement} */ (document.getElementById('answers'));

/** @type {Awaited<ReturnType<typeof openEvidence>>} */
let evidence;
/** @type {number[]} */
let found = [];
let next = 0;
/** Counts what was asked for, so that a slow search does not overwrite a newer one. */
let asked = 0;
/** The figure that the reader came from. @type {HTMLElement | SVGElement | null} */
let figure = null;

/** What the address asks for; null where it names a place of the page. */
function wantedNow() {
  if (!location.hash.includes('=')) return null;
  return new URLSearchParams(location.hash.slice(1));
}

/** @param {URLSearchParams} wanted */
async function show(wanted) {
  const turn = ++asked;
  fillForm(wanted);
  const words = (wanted.get('q') ?? '').trim();
  let places = evidence.select(wanted);
  if (words !== '') {
    places = await evidence.search(places, words, (read) => {
      if (turn === asked)
        status.textContent = `Reading: ${read.toLocaleString('en')} of ${places.length.toLocaleString('en')} ${evidence.index.noun} …`;
      return turn === asked;
    });
  }
  if (turn !== asked) return;
  found = places;
  next = 0;
  tell(wanted);
  const beside =
    wanted.get('probe') && ['class', 'sub', 'q', 'trial', 'delivery', 'sort'].every((field) => !wanted.get(field));
  if (beside && found.length > 0 && found.length <= MOST_BESIDE) {
    const answers = await Promise.all(found.map(evidence.answer));
    if (turn !== asked) return;
    const id = wanted.get('probe') ?? '';
    shown.replaceChildren(dossier(answers, evidence.index.probes[id], id));
    more.hidden = true;
  } else {
    shown.replaceChildren();
    await showMore(turn);
  }
  document.body.dataset.shown = String(turn);
}

async function showMore(turn = asked) {
  const answers = await Promise.all(found.slice(next, next + SHOWN).map(evidence.answer));
  if (turn !== asked) return;
  shown.append(...answers.map(answerCard));
  next = Math.min(found.length, next + SHOWN);
  more.hidden = next >= found.length;
  more.textContent = `Show more (${(found.length - next).toLocaleString('en')} left)`;
}

/** Says in words what is shown. @param {URLSearchParams} wanted */
function tell(wanted) {
  const words = FIELDS.flatMap((field) => {
    const value = wanted.get(field);
    if (!value) return [];
    if (field === 'lang') return [languageName(value)];
    if (field === 'with') return ['sensitive questions and their controls'];
    if (field === 'steady') return ['questions with answers of several classes'];
    if (field === 'run') return evidence.index.runs.length > 1 ? [`run ${value}`] : [];
    if (field === 'q') return [`with “${value}”`];
    if (field === 'trial') return [`trial ${value}`];
    if (field === 'sub') return [subWords(value)];
    return [inWords(value)];
  });
  for (const [i, by] of evidence.index.raters.entries()) {
    const value = wanted.get(`v${i}`);
    if (value) words.push(`${inWords(value)} by ${by}`);
  }
  const { all: asked } = evidence.index;
  const here =
    evidence.count === asked
      ? ''
      : ` in this page, of ${asked.toLocaleString('en')} ${evidence.index.noun} that the figures count`;
  const all = evidence.count.toLocaleString('en');
  const some = found.length.toLocaleString('en');
  const text =
    words.length === 0
      ? `All ${all} ${evidence.index.noun}${here}.`
      : `${some} of ${all} ${evidence.index.noun}${here}: ${words.join(', ')}.`;
  status.replaceChildren(element('span', '', text));
  if (figure !== null) {
    const back = /** @type {HTMLButtonElement} */ (element('button', 'back', 'Back to the figure'));
    back.type = 'button';
    back.addEventListener('click', () => {
      figure?.focus({ preventScroll: true });
      figure?.scrollIntoView({ block: 'center' });
    });
    status.append(' ', back);
  }
}

/** @param {URLSearchParams} wanted */
function fillForm(wanted) {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
      control.value = wanted.get(control.name) ?? '';
    }
  }
}

/** Shows what the address asks for. @param {boolean} move whether the reader is taken there */
function follow(move) {
  const wanted = wantedNow();
  if (wanted === null) return;
  show(wanted);
  if (!move) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

/** @param {string} hash */
function goTo(hash) {
  history.pushState(null, '', hash);
  follow(false);
}

form.addEventListener('change', () => form.requestSubmit());
form.addEventListener('submit', (event) => {
  event.preventDefault();
  const wanted = new URLSearchParams();
  for (const [field, value] of new FormData(form)) if (value !== '') wanted.set(field, String(value));
  goTo(`#${wanted.size === 0 ? 'all=' : wanted}`);
});
form.addEventListener('reset', (event) => {
  event.preventDefault();
  goTo('#all=');
});
more.addEventListener('click', async () => {
  const first = next;
  await showMore();
  const card = /** @type {HTMLElement | undefined} */ (shown.children[first]);
  card?.querySelector('a')?.focus();
});
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || form.parentElement?.contains(link)) return;
  const href = link.getAttribute('href') ?? '';
  if (href.includes('=')) figure = link;
  if (href === location.hash) follow(true);
});
addEventListener('hashchange', () => follow(true));
addEventListener('beforeprint', () => {
  for (const one of document.querySelectorAll('details:is(.folded, .family):not([open])')) {
    one.setAttribute('open', '');
    one.setAttribute('data-for-print', '');
  }
});
addEventListener('afterprint', () => {
  for (const one of document.querySelectorAll('details[data-for-print]')) {
    one.removeAttribute('open');
    one.removeAttribute('data-for-print');
  }
});

openEvidence()
  .then(async (opened) => {
    evidence = opened;
    const wanted = wantedNow();
    if (wanted !== null) heading.scrollIntoView();
    await show(wanted ?? new URLSearchParams());
    if (wanted !== null) heading.scrollIntoView();
    document.body.dataset.ready = 'true';
  })
  .catch((error) => {
    status.textContent = `The answers could not be unpacked: ${error}. A browser from 2023 or later is needed.`;
  });
