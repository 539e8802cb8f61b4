// @ts-check

const CLASSES = ['refusal', 'official_narrative', 'neutral', 'other'];
/** Pages that stay unpacked. */
const HELD = 24;

/** @param {string | null} base64 */
async function unpack(base64) {
  const text = atob((base64 ?? '').trim());
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(stream).json();
}

/** Unpacks the index and tells how to look things up in it. */
export async function openEvidence() {
  const index = await unpack(document.getElementById('index')?.textContent ?? '');
  const sources = [...document.querySelectorAll('script.page')];
  /** @type {Map<number, Promise<any[]>>} */
  const held = new Map();
  const { columns, probes } = index;
  const probeOf = columns.probe.values.map((/** @type {string} */ id) => probes[id]);
  const count = index.trials.length;

  /** A page of answers; the pages used last stay. @param {number} number */
  function page(number) {
    const found = held.get(number) ?? unpack(sources[number]?.textContent ?? '');
    held.delete(number);
    held.set(number, found);
    for (const oldest of held.keys()) {
      if (held.size <= HELD) break;
      held.delete(oldest);
    }
    return found;
  }

  /** @param {string} field @param {number} at @returns {string} */
  const textOf = (field, at) => columns[field].values[columns[field].at[at]];

  /** All that is known of an answer. @param {number} at */
  async function answer(at) {
    const content = (await page(Math.floor(at / index.size)))[at % index.size];
    const fields = Object.fromEntries(Object.keys(columns).map((field) => [field, textOf(field, at)]));
    const [target, run] = [fields.target, fields.run];
    return {
      ...fields,
      ...content,
      outcome: fields.delivery,
      trial: index.trials[at],
      sample: index.samples[at],
      asked: probes[fields.probe],
      served: index.targets.find((/** @type {any} */ one) => one.id === target && one.run === run),
    };
  }

  /** Which questions are wanted; with=controls takes the controls of the sensitive ones along. @param {URLSearchParams} wanted */
  function questions(wanted) {
    const withControls = wanted.get('with') === 'controls';
    const role = withControls ? 'sensitive' : wanted.get('role');
    const ids = columns.probe.values;
    const fits = ids.map((/** @type {string} */ id, /** @type {number} */ i) => {
      const probe = probeOf[i];
      if (wanted.get('probe') && wanted.get('probe') !== id) return false;
      if (role && probe.role !== role) return false;
      return ['topic', 'style'].every((field) => !wanted.get(field) || probe[field] === wanted.get(field));
    });
    if (!withControls) return fits;
    const controls = new Set(
      probeOf
        .filter((/** @type {any} */ _, /** @type {number} */ i) => fits[i])
        .map((/** @type {any} */ probe) => probe.control),
    );
    return ids.map((/** @type {string} */ id, /** @type {number} */ i) => fits[i] || controls.has(id));
  }

  /** A question put to a model in a language, whatever the sample. @param {number} at */
  const questionOf = (at) => ['run', 'target', 'lang', 'probe'].map((field) => columns[field].at[at]).join();

  /** Questions that got answers of several classes. */
  function unsteadyOnes() {
    const first = new Map();
    const unsteady = new Set();
    for (let at = 0; at < count; at++) {
      if (textOf('class', at) === '') continue;
      const question = questionOf(at);
      if (!first.has(question)) first.set(question, columns.class.at[at]);
      else if (first.get(question) !== columns.class.at[at]) unsteady.add(question);
    }
    return unsteady;
  }

  /** Places of the answers that fit all but the words. @param {URLSearchParams} wanted @returns {number[]} */
  function select(wanted) {
    const trial = wanted.get('trial');
    const fits = questions(wanted);
    const equal = ['target', 'lang', 'run', 'class', 'sub', 'delivery'].flatMap((field) => {
      const value = wanted.get(field);
      return value ? [[columns[field].at, columns[field].values.indexOf(value)]] : [];
    });
    for (const [i] of index.raters.entries()) {
      const value = wanted.get(`v${i}`);
      if (value) equal.push([index.given[i], CLASSES.indexOf(value)]);
    }
    const unsteady = wanted.get('steady') === 'no' ? unsteadyOnes() : null;
    const found = [];
    for (let at = 0; at < count; at++) {
      if (unsteady !== null && !unsteady.has(questionOf(at))) continue;
      if (!fits[columns.probe.at[at]]) continue;
      if (trial && index.trials[at] !== trial) continue;
      if (equal.every(([values, value]) => values[at] === value)) found.push(at);
    }
    return ordered(found, wanted.get('sort'));
  }

  /** @param {number[]} found @param {string | null} sort */
  function ordered(found, sort) {
    const sure = index.confidence;
    if (sort === 'unsure') return found.sort((a, b) => (sure[a] ?? 2) - (sure[b] ?? 2));
    if (sort === 'sure') return found.sort((a, b) => (sure[b] ?? -1) - (sure[a] ?? -1));
    if (sort === 'asked') return found.sort((a, b) => index.samples[a] - index.samples[b]);
    return found;
  }

  /**
   * Those whose question, answer or id holds the words, in the same order. Pages are read one after the other.
   * @param {number[]} among
   * @param {string} words
   * @param {(read: number) => boolean} goOn told how many answers are read; false stops
   */
  async function search(among, words, goOn) {
    const wanted = words.toLowerCase();
    const prompts = columns.prompt.values.map((/** @type {string} */ text) => text.toLowerCase().includes(wanted));
    const ids = columns.probe.values.map((/** @type {string} */ text) => text.toLowerCase().includes(wanted));
    /** @type {Map<number, number[]>} */
    const byPage = new Map();
    for (const at of among) {
      const number = Math.floor(at / index.size);
      const members = byPage.get(number);
      if (members === undefined) byPage.set(number, [at]);
      else members.push(at);
    }
    const found = new Set();
    let read = 0;
    for (const [number, members] of byPage) {
      const content = await page(number);
      for (const at of members) {
        const known = prompts[columns.prompt.at[at]] || ids[columns.probe.at[at]];
        if (known || content[at % index.size].text.toLowerCase().includes(wanted)) found.add(at);
      }
      read += members.length;
      if (!goOn(read)) return [];
    }
    return among.filter((at) => found.has(at));
  }

  return { index, count, answer, select, search };
}
