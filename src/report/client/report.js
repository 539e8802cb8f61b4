// @ts-check
/** The evidence of a report: unpacked page by page, filtered, searched and shown as text, never as markup. */
(() => {
  const SHOWN = 25;
  const HIDDEN =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are to be shown as what they are
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
  const form = /** @type {HTMLFormElement} */ (document.getElementById('filter'));
  const list = /** @type {HTMLElement} */ (document.getElementById('answers'));
  const count = /** @type {HTMLElement} */ (document.getElementById('count'));
  const more = /** @type {HTMLButtonElement} */ (document.getElementById('more'));
  const fields = ['target', 'lang', 'class', 'topic', 'role', 'delivery', 'probe', 'trial', 'run'];
  /** @type {any[]} */
  let answers = [];
  /** @type {any[]} */
  let found = [];
  let shown = 0;

  /** @param {string} base64 */
  async function unpack(base64) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return JSON.parse(await new Response(stream).text());
  }

  /** @param {string} tag @param {string} className @param {string} [text] */
  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className !== '') made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** Text with hidden characters shown by their code points. @param {HTMLElement} parent @param {string} text */
  function addText(parent, text) {
    let at = 0;
    for (const match of text.matchAll(HIDDEN)) {
      parent.append(text.slice(at, match.index));
      const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      parent.append(element('span', 'hidden-character', `U+${code}`));
      at = match.index + 1;
    }
    parent.append(text.slice(at));
  }

  /** @param {any} answer */
  function card(answer) {
    const verdict = answer.verdicts.find((/** @type {any} */ one) => one.of === 'response');
    const article = element('article', `answer ${verdict?.class ?? ''}`);
    const link = document.createElement('a');
    link.href = `#trial=${answer.trial}`;
    link.textContent = `${answer.probe}, ${answer.target}, ${answer.lang}, sample ${answer.sample + 1}`;
    const head = element('h3', '');
    head.append(link);
    const what =
      verdict?.class ?? (answer.delivery === 'ok' || answer.delivery === 'truncated' ? 'unjudged' : 'no class');
    const parts = [
      `${what}${verdict?.sub ? ` (${verdict.sub})` : ''}`,
      ...(verdict?.flags ?? []),
      verdict ? `by ${verdict.by}` : '',
      verdict?.confidence == null ? '' : `confidence ${verdict.confidence}`,
      `${answer.role}, ${answer.style}, ${answer.topic}`,
      `delivery ${answer.delivery}${answer.finish ? ` (${answer.finish})` : ''}`,
      ...answer.flags,
    ];
    article.append(head, element('div', 'meta', parts.filter((part) => part !== '').join(' · ')));
    const asked = element('p', '');
    asked.lang = answer.lang;
    asked.append(element('strong', '', 'Asked: '));
    addText(asked, answer.prompt);
    const text = element('div', 'text');
    text.lang = answer.lang;
    text.dir = 'auto';
    if (verdict && verdict.start !== null && verdict.end !== null) {
      addText(text, answer.text.slice(0, verdict.start));
      const marked = element('mark', '');
      addText(marked, answer.text.slice(verdict.start, verdict.end));
      text.append(marked);
      addText(text, answer.text.slice(verdict.end));
    } else addText(text, answer.text === '' ? '(no text)' : answer.text);
    article.append(asked, text);
    for (const other of answer.verdicts) {
      if (other === verdict) continue;
      const line = `${other.of}: ${other.class ?? 'unjudged'}${other.sub ? ` (${other.sub})` : ''} by ${other.by}`;
      article.append(element('div', 'meta', other.note ? `${line}: ${other.note}` : line));
    }
    if (answer.reasoning) {
      const folded = document.createElement('details');
      folded.append(element('summary', '', 'Reasoning trace'));
      const trace = element('div', 'text');
      addText(trace, answer.reasoning);
      folded.append(trace);
      article.append(folded);
    }
    const copy = /** @type {HTMLButtonElement} */ (element('button', '', 'Copy as quotation'));
    copy.type = 'button';
    copy.addEventListener('click', async () => {
      const reference = `${answer.target}, asked in ${answer.lang}: “${answer.prompt}” (Candor run ${answer.run}, trial ${answer.trial})`;
      await navigator.clipboard.writeText(`“${answer.text}”\n— ${reference}`);
      copy.textContent = 'Copied';
    });
    article.append(copy);
    return article;
  }

  function showMore() {
    for (const answer of found.slice(shown, shown + SHOWN)) list.append(card(answer));
    shown = Math.min(found.length, shown + SHOWN);
    count.textContent = `${found.length} of ${answers.length} answers, ${shown} shown`;
    more.hidden = shown >= found.length;
  }

  function search() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const words = (wanted.get('q') ?? '').toLowerCase();
    found = answers.filter((answer) => {
      for (const field of fields) {
        const value = wanted.get(field);
        if (!value) continue;
        const own =
          field === 'class'
            ? answer.verdicts.find((/** @type {any} */ one) => one.of === 'response')?.class
            : answer[field];
        if (own !== value) return false;
      }
      return words === '' || `${answer.text}\n${answer.prompt}\n${answer.probe}`.toLowerCase().includes(words);
    });
    const sort = wanted.get('sort');
    if (sort === 'probe') found.sort((a, b) => (a.probe < b.probe ? -1 : a.probe > b.probe ? 1 : 0));
    if (sort === 'unsure') {
      const sure = (/** @type {any} */ answer) => answer.verdicts[0]?.confidence ?? 2;
      found.sort((a, b) => sure(a) - sure(b));
    }
    for (const field of [...fields, 'q', 'sort']) {
      const control = form.elements.namedItem(field);
      if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
        control.value = wanted.get(field) ?? '';
      }
    }
    list.replaceChildren();
    shown = 0;
    showMore();
  }

  form.addEventListener('change', () => form.requestSubmit());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams();
    for (const [field, value] of new FormData(form)) if (value !== '') wanted.set(field, String(value));
    location.hash = wanted.toString();
  });
  more.addEventListener('click', showMore);
  addEventListener('hashchange', () => {
    search();
    if (location.hash.includes('=')) document.getElementById('evidence')?.scrollIntoView();
  });
  Promise.all(
    [...document.querySelectorAll('script[type="application/gzip"]')].map((one) => unpack(one.textContent ?? '')),
  )
    .then((pages) => {
      answers = pages.flat();
      search();
      if (location.hash.includes('=')) document.getElementById('evidence')?.scrollIntoView();
      document.body.dataset.ready = 'true';
    })
    .catch((error) => {
      count.textContent = `The answers could not be unpacked: ${error}. A browser from 2023 or later is needed.`;
    });
})();
