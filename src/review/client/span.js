// @ts-check

/**
 * Marks what is selected in the answer as the deciding span: offsets in UTF-16 code units of the answer as given.
 * @param {HTMLFormElement} form
 */
export function followSelection(form) {
  const answer = document.querySelector('#answer');
  if (answer === null) return;
  const take = () => {
    const selection = document.getSelection();
    if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return;
    const range = selection.getRangeAt(0);
    if (!answer.contains(range.startContainer) || !answer.contains(range.endContainer)) return;
    const start = offsetIn(answer, range.startContainer, range.startOffset);
    const end = offsetIn(answer, range.endContainer, range.endOffset);
    if (end <= start) return;
    field(form, 'start').value = String(start);
    field(form, 'end').value = String(end);
    showSpan(form);
    form.dispatchEvent(new Event('change', { bubbles: true }));
  };
  document.addEventListener('mouseup', () => setTimeout(take));
  document.addEventListener('touchend', () => setTimeout(take));
  document.addEventListener('keyup', (event) => {
    if (event.shiftKey || event.key === 'Shift') take();
  });
  document.querySelector('#span-clear')?.addEventListener('click', () => clearSpan(form));
}

/**
 * Takes the marked span back.
 * @param {HTMLFormElement} form
 * @returns {boolean} whether there was one
 */
export function clearSpan(form) {
  if (field(form, 'start').value === '') return false;
  field(form, 'start').value = '';
  field(form, 'end').value = '';
  show('');
  document.getSelection()?.removeAllRanges();
  globalThis.CSS?.highlights?.delete('span');
  for (const mark of document.querySelectorAll('#answer mark')) mark.replaceWith(...mark.childNodes);
  form.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/**
 * Shows the span that the form holds, in the answer and as a quotation.
 * @param {HTMLFormElement} form
 */
export function showSpan(form) {
  const [start, end] = [field(form, 'start').value, field(form, 'end').value];
  const answer = document.querySelector('#answer');
  if (answer === null || start === '' || end === '') return;
  for (const mark of document.querySelectorAll('#answer mark')) mark.replaceWith(...mark.childNodes);
  const range = document.createRange();
  for (const piece of answer.querySelectorAll('[data-at]')) {
    const { at, code } = /** @type {HTMLElement} */ (piece).dataset;
    const [text, from] = [piece.firstChild, Number(at)];
    if (text === null) continue;
    const length = code === undefined ? (text.textContent ?? '').length : Number(code);
    const inside = (/** @type {number} */ offset) =>
      code === undefined ? offset - from : offset > from ? (text.textContent ?? '').length : 0;
    if (Number(start) >= from && Number(start) < from + length) range.setStart(text, inside(Number(start)));
    if (Number(end) > from && Number(end) <= from + length) range.setEnd(text, inside(Number(end)));
  }
  show(range.toString());
  if (globalThis.CSS?.highlights !== undefined) CSS.highlights.set('span', new Highlight(range));
}

/** @param {string} text */
function show(text) {
  const line = document.querySelector('#span-line');
  const quote = document.querySelector('#span-text');
  if (line instanceof HTMLElement) line.hidden = text === '';
  if (quote !== null) quote.textContent = text.length > 160 ? `${text.slice(0, 80)} … ${text.slice(-60)}` : text;
}

/**
 * The offset of a place in the answer as given. Pieces carry theirs; one that shows an unseen character by its code point counts
 * as that character.
 * @param {Element} answer
 * @param {Node} node
 * @param {number} offset
 */
function offsetIn(answer, node, offset) {
  const inside = node.nodeType === Node.TEXT_NODE ? node.parentElement : null;
  const piece = inside?.closest('[data-at]');
  if (piece instanceof HTMLElement) {
    const at = Number(piece.dataset.at);
    return at + (piece.dataset.code === undefined ? offset : offset === 0 ? 0 : Number(piece.dataset.code));
  }
  const before = document.createRange();
  before.setStart(answer, 0);
  before.setEnd(node, offset);
  let length = 0;
  for (const one of before.cloneContents().querySelectorAll('[data-at]')) {
    const { code } = /** @type {HTMLElement} */ (one).dataset;
    const text = one.textContent ?? '';
    length += code === undefined ? text.length : text === '' ? 0 : Number(code);
  }
  return length;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function field(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}
