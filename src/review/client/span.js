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
    const [start, end] = [
      offsetIn(answer, range.startContainer, range.startOffset),
      offsetIn(answer, range.endContainer, range.endOffset),
    ];
    if (end > start) setSpan(form, start, end, range);
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
  const had = field(form, 'start').value !== '';
  field(form, 'start').value = '';
  field(form, 'end').value = '';
  show('');
  document.getSelection()?.removeAllRanges();
  globalThis.CSS?.highlights?.delete('span');
  for (const mark of document.querySelectorAll('#answer mark')) mark.replaceWith(...mark.childNodes);
  form.dispatchEvent(new Event('change', { bubbles: true }));
  return had;
}

/**
 * Writes a span into the form and shows it.
 * @param {HTMLFormElement} form
 * @param {number} start
 * @param {number} end
 * @param {Range | null} range
 */
function setSpan(form, start, end, range) {
  for (const mark of document.querySelectorAll('#answer mark')) mark.replaceWith(...mark.childNodes);
  field(form, 'start').value = String(start);
  field(form, 'end').value = String(end);
  show(range?.toString() ?? '');
  if (range !== null && globalThis.CSS?.highlights !== undefined) {
    CSS.highlights.set('span', new Highlight(range.cloneRange()));
  }
  form.dispatchEvent(new Event('change', { bubbles: true }));
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
