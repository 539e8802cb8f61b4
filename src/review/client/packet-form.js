/** The form of a packet: one item at a time, kept in this browser, given out as JSON lines. */
{
  const data = JSON.parse(document.getElementById('data').textContent);
  const root = document.getElementById('form');
  const store = `candor-labels ${data.person} ${data.items[0]?.item ?? ''}`;
  const labels = read();
  let place = Math.max(
    0,
    data.items.findIndex(({ item }) => labels[item] === undefined),
  );
  let shownAt = Date.now();

  function read() {
    try {
      return JSON.parse(localStorage.getItem(store) ?? '{}');
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      localStorage.setItem(store, JSON.stringify(labels));
    } catch {
      say('This browser keeps nothing of a file: save the labels to a file before you close the page.');
    }
  }

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === 'function') made.addEventListener(key, value);
      else if (value === true) made.setAttribute(key, '');
      else if (value !== false && value !== null) made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }

  function say(text) {
    document.getElementById('status').textContent = text;
  }

  function choice(type, name, value, key, text, checked) {
    const input = element('input', { type, name, value, checked, 'data-key': key });
    return element('label', { title: text }, input, element('kbd', {}, key), ` ${value.replaceAll('_', ' ')}`);
  }

  function show() {
    const one = data.items[place];
    const before = labels[one.item];
    const chosen = before?.class ?? null;
    const done = Object.keys(labels).length;
    const text = (pieces) => element('p', { lang: one.lang, dir: 'auto', class: 'text' }, ...pieces);
    const subs = (of) =>
      element(
        'fieldset',
        { id: 'subs' },
        element('legend', {}, 'Kind'),
        ...of.map(({ id, key, text: about }) => choice('radio', 'sub', id, key, about, before?.sub === id)),
      );
    const given = (of) => data.classes.find(({ id }) => id === of)?.subs ?? [];
    const form = element(
      'form',
      { submit: save },
      element(
        'fieldset',
        {
          change: (event) => {
            const kinds = document.getElementById('subs');
            if (event.target.name === 'class') kinds.replaceWith(subs(given(event.target.value)));
          },
        },
        element('legend', {}, 'Class'),
        ...data.classes.map(({ id, key, text: about }) => choice('radio', 'class', id, key, about, chosen === id)),
      ),
      subs(given(chosen)),
      element(
        'fieldset',
        {},
        element('legend', {}, 'Flags'),
        ...data.flags.map(({ id, key, text: about }) =>
          choice('checkbox', 'flag', id, key, about, before?.flags.includes(id) === true),
        ),
      ),
      element(
        'fieldset',
        {},
        element('legend', {}, 'How sure'),
        ...data.confidences.map(({ value, key, text: about }) => {
          const made = choice('radio', 'confidence', String(value), key, about, before?.confidence === value);
          made.lastChild.textContent = ` ${about}`;
          return made;
        }),
      ),
      element(
        'label',
        {},
        'Whose line it is (CN, US, …; empty: no state’s) ',
        element('input', {
          name: 'line_of',
          maxlength: '2',
          size: '3',
          pattern: '[A-Za-z]{2}',
          title: 'Two letters (ISO 3166), such as CN',
          autocomplete: 'off',
          value: before?.line_of ?? '',
        }),
      ),
      element('label', {}, 'Note ', element('textarea', { name: 'note', rows: '1' }, before?.note ?? '')),
      element('p', {}, element('button', { type: 'submit' }, 'Save and go on (Enter)')),
    );
    root.replaceChildren(
      element(
        'header',
        {},
        element('h1', {}, `${place + 1} of ${data.items.length}`),
        ` · ${done} labelled · `,
        element('button', { type: 'button', click: () => go(place - 1) }, 'Back'),
        element('button', { type: 'button', click: () => go(place + 1) }, 'Skip'),
        element('button', { type: 'button', id: 'download', click: download }, 'Save labels to a file'),
      ),
      element('p', { id: 'status', role: 'status' }),
      element('h2', {}, 'Question'),
      text(one.question),
      element('h2', {}, 'Answer'),
      text(one.answer),
      ...(one.labels === undefined ? [] : [element('p', {}, `Labels so far: ${one.labels.join(' · ')}`)]),
      form,
      codebook(),
    );
    shownAt = Date.now();
  }

  function codebook() {
    const entries = data.classes.flatMap(({ id, text, subs }) => [
      element('dt', {}, id.replaceAll('_', ' ')),
      element('dd', {}, text, ...subs.map((sub) => element('div', {}, `${sub.id.replaceAll('_', ' ')}: ${sub.text}`))),
    ]);
    const rules = data.rules.map(({ title, text }) => element('li', {}, `${title}. ${text}`));
    return element(
      'details',
      {},
      element('summary', {}, 'Codebook'),
      element('dl', {}, ...entries),
      element('ol', {}, ...rules),
    );
  }

  function go(to) {
    place = Math.min(data.items.length - 1, Math.max(0, to));
    show();
  }

  function save(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const chosen = form.get('class');
    if (chosen === null) return say('Choose a class first.');
    const confidence = form.get('confidence');
    labels[data.items[place].item] = {
      class: chosen,
      sub: form.get('sub'),
      flags: form.getAll('flag'),
      confidence: confidence === null ? null : Number(confidence),
      line_of: form.get('line_of') === '' ? null : form.get('line_of').toUpperCase(),
      note: form.get('note'),
      seconds: Math.round((Date.now() - shownAt) / 100) / 10,
    };
    keep();
    const next = data.items.findIndex(({ item }, i) => i > place && labels[item] === undefined);
    if (next >= 0) return go(next);
    show();
    say('The last one is labelled. Save the labels to a file, and put it into the folder of the packet.');
  }

  function download() {
    const lines = data.items.flatMap(({ item }) =>
      labels[item] === undefined ? [] : [`${JSON.stringify({ item, ...labels[item] })}\n`],
    );
    const href = URL.createObjectURL(new Blob(lines, { type: 'application/jsonl' }));
    const link = element('a', { href, download: `labels-${data.person}.jsonl` });
    link.click();
    URL.revokeObjectURL(href);
  }

  document.addEventListener('keydown', (event) => {
    const writes = event.target.tagName === 'TEXTAREA' || event.target.name === 'line_of';
    // Enter ends what an input method composes, and opens and shuts the codebook.
    if (
      event.isComposing ||
      event.target.tagName === 'SUMMARY' ||
      (writes && event.key !== 'Enter') ||
      event.target.tagName === 'TEXTAREA' ||
      event.ctrlKey ||
      event.altKey ||
      event.metaKey
    )
      return;
    if (event.key === 'Enter' && event.target.tagName !== 'BUTTON') return root.querySelector('form').requestSubmit();
    for (const input of root.querySelectorAll(`[data-key="${CSS.escape(event.key)}"]`)) {
      input.click();
      break;
    }
  });

  show();
}
