// @ts-check
import { openDrawers, toggleDrawer } from './drawers.js';
import { followForm, send } from './sending.js';
import { clearSpan, followSelection } from './span.js';

/** @type {HTMLFormElement | null} */
const form = document.querySelector('#label-form');

openDrawers();
if (form !== null) {
  followForm(form);
  followSelection(form);
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const target = /** @type {HTMLElement} */ (event.target);
  if (document.querySelector('dialog[open]') !== null) return toggleInDrawer(event);
  if (target.matches('textarea, input:not([type=radio], [type=checkbox])')) {
    if (event.key === 'Escape') target.blur();
    return;
  }
  if (act(event, target)) event.preventDefault();
});

document.documentElement.dataset.ready = 'yes';

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 * @returns {boolean} whether the key was ours
 */
function act(event, target) {
  const { key } = event;
  if (key === 'Enter' && target.closest('a, button, summary') !== null) return false;
  if (key === 'Enter' || key === 'n') return goOn();
  if (key === 'u') return follow('#undo');
  if (key === 'c') return toggleDrawer('codebook');
  if (key === '?') return toggleDrawer('keys');
  if (key === 'h') return toggleReveal();
  if (form === null) return false;
  if (key === 'm') {
    /** @type {HTMLTextAreaElement | null} */ (form.querySelector('textarea'))?.focus();
    return true;
  }
  if (key === 'l') {
    /** @type {HTMLInputElement | null} */ (form.querySelector('input[name=line_of]'))?.focus();
    return true;
  }
  if (key === 'Escape') return clearSpan(form);
  return choose(key.toLowerCase(), form);
}

/**
 * Sets or clears what a key stands for: sub-classes belong to the class that is chosen.
 * @param {string} key
 * @param {HTMLFormElement} within
 */
function choose(key, within) {
  const chosen = new FormData(within).get('class');
  /** @type {HTMLInputElement[]} */
  const inputs = [...within.querySelectorAll('input[data-key]')].map(
    (input) => /** @type {HTMLInputElement} */ (input),
  );
  const input = inputs.find(
    (one) => one.dataset.key === key && (!one.name.startsWith('sub_') || one.name === `sub_${chosen}`),
  );
  if (input === undefined) return false;
  input.checked = input.name === 'class' ? true : !input.checked;
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

function goOn() {
  if (form === null || (form.dataset.changed !== 'yes' && document.querySelector('#next') !== null))
    return follow('#next');
  send(form);
  return true;
}

/** @param {string} selector */
function follow(selector) {
  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector(selector);
  if (link !== null) location.assign(link.href);
  return link !== null;
}

function toggleReveal() {
  /** @type {HTMLDetailsElement | null} */
  const reveal = document.querySelector('#reveal');
  if (reveal !== null) reveal.open = !reveal.open;
  if (reveal?.open) reveal.scrollIntoView({ block: 'nearest' });
  return reveal !== null;
}

/** @param {KeyboardEvent} event */
function toggleInDrawer(event) {
  const open = document.querySelector('dialog[open]')?.id;
  const drawer = event.key === 'c' ? 'codebook' : event.key === '?' ? 'keys' : null;
  if (drawer === null) return;
  event.preventDefault();
  if (open !== undefined && open !== drawer) toggleDrawer(open);
  toggleDrawer(drawer);
}
