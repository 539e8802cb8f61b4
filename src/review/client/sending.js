// @ts-check
import { showSpan } from './span.js';

/** Milliseconds that the page was seen. */
let seenMs = 0;
let seenSince = performance.now();
/** Whether a label is on its way. */
let sending = false;

/**
 * Keeps what is filled in until the server has it, so that a label outlives a dead server and a closed page; and sends by itself
 * one that was sent before but never answered.
 * @param {HTMLFormElement} form
 */
export function followForm(form) {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) seenMs += performance.now() - seenSince;
    else seenSince = performance.now();
  });
  form.addEventListener('change', () => {
    form.dataset.changed = 'yes';
    keep(form, false);
  });
  form.addEventListener('input', () => {
    form.dataset.changed = 'yes';
    keep(form, false);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
  const kept = localStorage.getItem(keyOf(form));
  if (kept === null) return;
  const { fields, unsent } = JSON.parse(kept);
  restore(form, fields);
  showSpan(form);
  form.dataset.changed = 'yes';
  if (unsent) send(form);
}

/**
 * Sends the label and goes on once the server says that it is stored. Where no server answers, tries again every two seconds.
 * @param {HTMLFormElement} form
 */
export async function send(form) {
  if (sending) return;
  if (new FormData(form).get('class') === null) {
    say('Choose a class first: 1, 2, 3 or 4.');
    return;
  }
  sending = true;
  const took = seenMs + (document.hidden ? 0 : performance.now() - seenSince);
  const seconds = /** @type {HTMLInputElement} */ (form.elements.namedItem('seconds'));
  seconds.value = (took / 1000).toFixed(1);
  keep(form, true);
  say('Saving …');
  try {
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
    });
    const { next, error } = await answer.json();
    if (answer.ok) {
      localStorage.removeItem(keyOf(form));
      location.assign(next);
      return;
    }
    say(`Not stored: ${error} Your label is kept on this page.`);
    if (answer.status !== 403) keep(form, false);
    sending = false;
  } catch {
    say('The server does not answer. Your label is kept and will be sent when the server is back.');
    setTimeout(() => {
      sending = false;
      send(form);
    }, 2000);
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} unsent
 */
function keep(form, unsent) {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
  localStorage.setItem(keyOf(form), JSON.stringify({ fields, unsent }));
}

/**
 * @param {HTMLFormElement} form
 * @param {[string, string][]} fields
 */
function restore(form, fields) {
  for (const element of form.elements) {
    if (element instanceof HTMLInputElement && (element.type === 'radio' || element.type === 'checkbox')) {
      element.checked = fields.some(([name, value]) => name === element.name && value === element.value);
    } else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      element.value = fields.find(([name]) => name === element.name)?.[1] ?? '';
    }
  }
}

/** @param {HTMLFormElement} form */
function keyOf(form) {
  return `candor ${form.dataset.by} ${form.getAttribute('action')} ${form.dataset.trial}`;
}

/** @param {string} text */
function say(text) {
  const status = document.querySelector('#status');
  if (status !== null) status.textContent = text;
}
