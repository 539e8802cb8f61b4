// @ts-check

/** Controls, line separators, lone surrogates and all that Unicode calls ignorable; joiners and selectors of emoji stay. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a reader must see
  /(?!\ufe0f|(?<=\p{Extended_Pictographic}\ufe0f?)\u200d)\p{Default_Ignorable_Code_Point}|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|\p{Surrogate}/gu;

/**
 * An element with a class and a text.
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 * @returns {HTMLElement}
 */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== undefined) addText(made, text);
  return made;
}

/**
 * Adds a text as text nodes; what cannot be seen stands as its code point.
 * @param {HTMLElement} parent
 * @param {string} text
 */
export function addText(parent, text) {
  let at = 0;
  for (const match of text.matchAll(UNSEEN)) {
    addSeen(parent, text.slice(at, match.index));
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const shown = document.createElement('span');
    shown.className = 'unseen';
    shown.textContent = `U+${code}`;
    parent.append(shown);
    at = match.index + match[0].length;
  }
  addSeen(parent, text.slice(at));
}

/** Very long words get places to break at: without them browsers take seconds over one line. */
const LONG_WORD = /[^\s\u2e80-\uffff]{1000}/g;

/** @param {HTMLElement} parent @param {string} text */
function addSeen(parent, text) {
  let at = 0;
  for (const match of text.matchAll(LONG_WORD)) {
    const end = match.index + match[0].length;
    parent.append(text.slice(at, end), document.createElement('wbr'));
    at = end;
  }
  parent.append(text.slice(at));
}

/**
 * A text of a model or a question in its language, with a span marked.
 * @param {string} className
 * @param {string} text
 * @param {string} lang
 * @param {[number, number] | null} [span]
 */
export function spoken(className, text, lang, span = null) {
  const made = element('div', className);
  made.lang = lang;
  made.dir = 'auto';
  if (span === null || span[0] >= span[1]) {
    addText(made, text);
    return made;
  }
  addText(made, text.slice(0, span[0]));
  made.append(element('mark', '', text.slice(span[0], span[1])));
  addText(made, text.slice(span[1]));
  return made;
}

/**
 * Something folded under a line; `fill` is called once, when it is opened.
 * @param {string} title
 * @param {(into: HTMLElement) => void} fill
 */
export function folded(title, fill) {
  const made = element('details', '');
  made.append(element('summary', '', title));
  made.addEventListener('toggle', () => fill(made), { once: true });
  return made;
}

/**
 * A link within the page.
 * @param {Record<string, string>} wanted
 * @param {string} text
 */
export function linkTo(wanted, text) {
  const link = /** @type {HTMLAnchorElement} */ (element('a', '', text));
  link.href = `#${new URLSearchParams(wanted)}`;
  return link;
}
