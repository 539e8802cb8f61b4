import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG, parseConfig } from '../../src/config/load-config.ts';
import { mergeFlags } from '../../src/config/merge-flags.ts';
import { publicConfig, restoreTarget } from '../../src/config/public-config.ts';
import { ConfigError } from '../../src/lib/errors.ts';

function mistakes(text: string, env = {}): string[] {
  try {
    parseConfig(text, 'candor.yaml', env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
  return [];
}

function target(fields: string, env = {}) {
  const [first] = parseConfig(`targets:\n  - { id: t, ${fields} }`, 'candor.yaml', env).targets;
  if (first === undefined) throw new Error('expected a target');
  return first;
}

describe('parseConfig', () => {
  it('fills in every default of an empty file', () => {
    expect(parseConfig('', 'candor.yaml', {})).toEqual(DEFAULT_CONFIG);
  });

  it('shows how a list of arms looks where something else stands', () => {
    const arms = (text: string) => mistakes(`arms: ${text}\n`);
    expect(arms('[none]')).toEqual([
      'candor.yaml:1:7: expected a mapping such as { system: [none, minimal], temperature: [0, 0.7] }, got a list of 1',
    ]);
    expect(arms('{ system: none, temperature: 0, think: true }').map((one) => one.replace(/^.*?: /, ''))).toEqual([
      'expected a list such as [none, minimal], got "none"',
      'expected a list such as [0, 0.7], got number 0',
      'expected a list such as [true, false], got boolean true',
    ]);
  });

  it('gives a local Ollama all sampling parameters, one call at a time and its usual address', () => {
    expect(target('provider: ollama, model: "qwen3:8b", think: false').spec).toEqual({
      budgeted: true,
      id: 't',
      family: 'qwen',
      provider: 'ollama',
      model: 'qwen3:8b',
      baseURL: 'http://127.0.0.1:11434',
      apiKey: null,
      file: null,
      system: null,
      think: false,
      params: { temperature: 0.7, top_p: 1, top_k: 0, min_p: 0, repeat_penalty: 1, max_tokens: 1024, num_ctx: 4096 },
      headers: {},
      body: {},
      concurrency: 1,
      rate: null,
      price: null,
      where: 'local',
      timeoutSeconds: 300,
    });
  });

  it('sends hosted services no parameters that many of them refuse', () => {
    const hosted = target(
      'provider: openai, model: m, baseURL: https://api.example.org/v1, params: { min_p: 0.1 }',
    ).spec;
    expect(hosted).toMatchObject({
      where: 'hosted',
      concurrency: 4,
      params: { top_p: 1, top_k: null, min_p: 0.1, num_ctx: null },
    });
    const local = target('provider: openai, model: m, baseURL: http://192.168.1.5:8000/v1').spec;
    expect(local).toMatchObject({ where: 'local', params: { top_k: 0, min_p: 0, repeat_penalty: 1, num_ctx: null } });
  });

  it.each([
    ['http://localhost:1', 'local'],
    ['http://[::1]:1/v1', 'local'],
    ['http://box.local/v1', 'local'],
    ['http://10.0.0.1', 'local'],
    ['http://172.32.0.1', 'hosted'],
    ['https://fd.example.org', 'hosted'],
  ])('takes %s as %s', (baseURL, where) => {
    expect(target(`provider: openai, model: m, baseURL: "${baseURL}"`).spec.where).toBe(where);
  });

  it('starts relative files at the folder of the file', () => {
    const text =
      'targets: [{ id: a, provider: llama-cpp, model: ./m.gguf }, { id: b, provider: recording, file: r.jsonl }, { id: c, provider: llama-cpp, model: "hf:u/m" }]';
    const [a, b, c] = parseConfig(text, 'audits/candor.yaml', {}).targets;
    expect([a?.spec.model, b?.spec.file, c?.spec.model]).toEqual(['audits/m.gguf', 'audits/r.jsonl', 'hf:u/m']);
  });

  it('starts probe files at the folder of the file, and leaves ids alone', () => {
    const { probes } = parseConfig('probes: [sets/*.yaml, own.yaml, taiwan, /abs/x.yaml]', 'audits/candor.yaml', {});
    expect(probes).toEqual(['audits/sets/*.yaml', 'audits/own.yaml', 'taiwan', '/abs/x.yaml']);
  });

  it('tells every mistake with its place', () => {
    const text = `sampels: 3
languages: [en, zh-TW]
targets:
  - { id: a/b, provider: openai, model: m, baseURL: api.example.org }
  - { id: c, provider: ollama, apiKey: "\${NO_SUCH}" }
  - { id: d, provider: opanai, temperature: 1 }`;
    expect(mistakes(text)).toEqual([
      'candor.yaml:5:40: expected the variable NO_SUCH to be set, got nothing. Set it, or write $${NO_SUCH} to mean the text itself',
      'candor.yaml:2:17: expected a language such as en, zh-Hans or zh-Hant, got "zh-TW"',
      'candor.yaml:4:11: expected an id of letters, digits and . _ - : without a slash, got "a/b"',
      'candor.yaml:4:53: expected an address that begins with http:// or https://, got "api.example.org"',
      expect.stringContaining('expected a field "model" for provider ollama, got nothing'),
      'candor.yaml:6:24: expected one of openai, ollama, llama-cpp, recording, got "opanai". Did you mean "openai"?',
      expect.stringMatching(/^candor\.yaml:6:32: expected one of the fields .*, got "temperature"/),
      expect.stringMatching(
        /^candor\.yaml:1:1: expected one of the fields .*, got "sampels"\. Did you mean "samples"\?$/,
      ),
    ]);
  });

  it('needs the variables of those targets alone that are asked, the judges’ among them', () => {
    const text = `targets:
  - { id: other, provider: openai, model: m, baseURL: "\${NO_URL}", apiKey: "\${NO_KEY}" }
  - { id: named, provider: openai, model: m, baseURL: "https://api.example.org/v1", apiKey: "\${KEY}" }
judges: [{ target: other }]`;
    const read = (judges: boolean, id = 'named', changed = text) =>
      parseConfig(changed, 'candor.yaml', { KEY: 'abc-key-1234' }, { targets: [id], judges });
    const config = read(false);
    expect(config.known.map(({ spec }) => [spec.id, spec.apiKey])).toEqual([['named', 'abc-key-1234']]);
    expect(config.targets[0]?.publicSpec).toMatchObject({ apiKey: `$\{KEY}` });
    expect(config.judges).toEqual([]);
    expect(() => read(true)).toThrow('expected the variable NO_URL to be set');
    expect(() => read(false, 'other')).toThrow('expected the variable NO_KEY to be set');
    expect(() => parseConfig(text, 'candor.yaml', { KEY: 'abc-key-1234' })).toThrow('NO_KEY');
    expect(() => read(false, 'named', text.replace('"https://api.example.org/v1"', 'nowhere'))).toThrow(
      'candor.yaml:3:55: expected an address',
    );
  });

  it.each(['http://127.0.0.1:NaN/v1', 'http://127.0.0.1:99999/v1', 'http://[::1/v1', 'https://a b/v1'])(
    'refuses an address of which no host and port can be read: %s',
    (address) => {
      const text = `targets: [{ id: a, provider: openai, model: m, baseURL: "${address}" }]`;
      expect(mistakes(text)).toEqual([expect.stringContaining('expected an address whose host and port can be read')]);
    },
  );

  it('refuses ids that stand twice and judges that no target is', () => {
    const text =
      'targets: [{ id: a, provider: ollama, model: m }, { id: a, provider: ollama, model: n }]\njudges: [{ target: b }]';
    expect(mistakes(text)).toEqual([
      'candor.yaml:1:56: expected a target id of its own, got "a" again',
      'candor.yaml:2:20: expected the id of a target as judge, got "b". Did you mean "a"?',
    ]);
  });

  it('keeps a target that only judges out of the audit', () => {
    const text =
      'targets: [{ id: a, provider: ollama, model: m }, { id: j, provider: ollama, model: n, audit: false }]\njudges: [{ target: j, languages: [en] }]';
    const config = parseConfig(text, 'candor.yaml', {});
    expect(config.targets.map(({ spec }) => spec.id)).toEqual(['a']);
    expect(config.judges.map(({ target: { spec }, languages }) => [spec.id, languages])).toEqual([['j', ['en']]]);
  });

  it('reads margins overall, by topic and by language', () => {
    const { gate } = parseConfig(
      'gate: { refusal: { max_increase: 0.1, topics: { tibet: 0.2 }, languages: { en: 0.3 } }, tolerance: 0 }',
      'c.yaml',
      {},
    );
    expect(gate).toEqual({
      margins: [
        { class: 'refusal', topic: null, lang: null, maxIncrease: 0.1 },
        { class: 'refusal', topic: 'tibet', lang: null, maxIncrease: 0.2 },
        { class: 'refusal', topic: null, lang: 'en', maxIncrease: 0.3 },
        { class: 'withheld', topic: null, lang: null, maxIncrease: 0.05 },
        { class: 'other', topic: null, lang: null, maxIncrease: 0.05 },
      ],
      off: [],
      tolerance: 0,
      pairing: 0.95,
      looks: 1,
    });
  });

  it('checks refusal and official narrative where a gate names neither, and switches off what it is told to', () => {
    const of = (text: string) => parseConfig(`gate: ${text}`, 'c.yaml', {}).gate;
    const checked = (text: string) =>
      of(text).margins.map((one) => `${one.class} ${one.topic ?? 'all'} ${one.maxIncrease}`);
    const usual = ['refusal all 0.05', 'official_narrative all 0.05', 'withheld all 0.05', 'other all 0.05'];
    expect([checked('{}'), checked('{ pairing: 0.9, looks: 52 }')]).toEqual([usual, usual]);
    expect(parseConfig('{}', 'c.yaml', {}).gate.margins).toEqual(of('{}').margins);
    const off = '{ withheld: { max_increase: null, topics: { tibet: 0.2 } }, other: { max_increase: null } }';
    expect(checked(off)).toEqual([...usual.slice(0, 2), 'withheld tibet 0.2']);
    expect(of(off).off).toEqual(['withheld', 'other']);
    expect(of('{ pairing: 0.9, looks: 52 }')).toMatchObject({ pairing: 0.9, looks: 52 });
    expect(() => of('{ looks: 0 }')).toThrow('more than 0');
  });
});

describe('publicConfig', () => {
  const env = { KEY: 'k-secret', TOKEN: 't-secret', HOST: 'https://user:p-secret@api.example.org/v1?key=q-secret' };
  const text = `targets:
  - id: a
    provider: openai
    model: m
    baseURL: "\${HOST}"
    apiKey: "\${KEY}"
    headers: { Authorization: "Bearer \${TOKEN}", X-Plain: w-secret, X-Title: Candor }
    body: { nested: { user: "\${TOKEN}" } }
  - { id: b, provider: ollama, model: n, apiKey: v-secret }`;

  it('holds no secret', () => {
    const stored = publicConfig(parseConfig(text, 'candor.yaml', env));
    expect(JSON.stringify(stored)).not.toContain('secret');
    expect(stored).toMatchObject({
      targets: [
        {
          baseURL: 'https://api.example.org/v1',
          apiKey: '$' + '{KEY}',
          headers: { Authorization: 'Bearer $' + '{TOKEN}', 'X-Plain': '(hidden)', 'X-Title': 'Candor' },
        },
        { apiKey: '(hidden)' },
      ],
    });
  });

  it('is enough to make the target again with the same environment', () => {
    const { targets } = parseConfig(
      `targets: [{ id: a, provider: openai, model: m, baseURL: https://api.example.org/v1, apiKey: "\${KEY}", body: { u: "\${TOKEN}" } }]`,
      'c.yaml',
      env,
    );
    const [first] = targets;
    if (first === undefined) throw new Error('expected a target');
    const stored = JSON.parse(JSON.stringify(first.publicSpec));
    expect(restoreTarget(stored, env).spec).toEqual(first.spec);
    expect(() => restoreTarget(stored, {})).toThrow('expected the variable KEY (the key of target a) to be set');
  });

  const targetAt = (baseURL: string) => {
    const [target] = parseConfig(
      `targets: [{ id: a, provider: openai, model: m, baseURL: "${baseURL}" }]`,
      'c.yaml',
      env,
    ).targets;
    if (target === undefined) throw new Error('expected a target');
    return target;
  };

  it.each([
    ['https://api.example.org/v1?key=q-secret', 'https://api.example.org/v1'],
    ['https://api.example.org/v1#q-secret', 'https://api.example.org/v1'],
    ['https://api.example.org/v1?q-secret', 'https://api.example.org/v1'],
    ['https://q-secret@api.example.org/v1', 'https://api.example.org/v1'],
    ['https://user:q-secret@api.example.org/v1', 'https://api.example.org/v1'],
    ['https://api.example.org/v1?key=$' + '{KEY}&other=q-secret', 'https://api.example.org/v1'],
    ['https://q-secret@api.example.org/$' + '{KEY}', 'https://api.example.org/$' + '{KEY}'],
    ['https://api.example.org/$' + '{KEY}?key=q-secret', 'https://api.example.org/$' + '{KEY}'],
  ])('keeps nothing of %s that may be a key', (written, kept) => {
    const { baseURL } = targetAt(written).publicSpec;
    expect(baseURL).toBe(kept);
  });

  it.each(['https://api.example.org/$' + '{KEY}/v1', 'https://api.example.org/v1?key=$' + '{KEY}&again=$' + '{TOKEN}'])(
    'keeps %s by the names of its variables, and makes it whole again',
    (written) => {
      const { publicSpec, spec } = targetAt(written);
      expect(publicSpec.baseURL).toBe(written);
      expect(spec.baseURL).toContain('k-secret');
      expect(restoreTarget(JSON.parse(JSON.stringify(publicSpec)), env).spec).toEqual(spec);
    },
  );

  it('keeps which version of a service is asked, without which it answers nothing', () => {
    const written = 'https://x.openai.azure.com/openai/deployments/x?api-version=2024-10-21';
    const { publicSpec, spec } = targetAt(written);
    expect(publicSpec.baseURL).toBe(written);
    expect(restoreTarget(JSON.parse(JSON.stringify(publicSpec)), env).spec).toEqual(spec);
  });

  it('says what to do where a secret was written out', () => {
    const [, second] = parseConfig(text, 'candor.yaml', env).targets;
    if (second === undefined) throw new Error('expected a target');
    expect(() => restoreTarget(second.publicSpec, env)).toThrow('secrets are not stored');
  });
});

describe('mergeFlags', () => {
  const config = parseConfig(
    'targets: [{ id: qwen, provider: ollama, model: "qwen3:8b" }]\nsamples: 2',
    'candor.yaml',
    {},
  );
  const specs = (targets: string[], env = {}, apiKeyEnv?: string) => {
    return mergeFlags(config, { targets, ...(apiKeyEnv === undefined ? {} : { apiKeyEnv }) }, env).targets.map(
      ({ spec }) => spec,
    );
  };

  it('puts flags over the file and leaves the rest', () => {
    const merged = mergeFlags(config, { languages: ['zh', 'en-GB'], seed: 3 }, {});
    expect(merged).toMatchObject({ languages: ['zh-Hans', 'en'], samples: 2, seed: 3, targets: config.targets });
  });

  it('takes targets by id and on the spot', () => {
    expect(
      specs(['qwen', 'ollama:allenai/olmo:7b', 'llama-cpp:models/x.gguf', 'recording:runs/r.jsonl#a_b']),
    ).toMatchObject([
      { id: 'qwen' },
      { id: 'allenai_olmo:7b', model: 'allenai/olmo:7b', family: 'olmo' },
      { id: 'x', model: 'models/x.gguf', where: 'local' },
      { id: 'a_b', file: 'runs/r.jsonl', model: 'a_b', concurrency: 8 },
    ]);
  });

  it('gives a key only to openai targets, from the variable that is named', () => {
    const env = { MY_KEY: 'k', OPENAI_API_KEY: 'other' };
    expect(specs(['openai:org/m@https://api.example.org/v1'], env)).toMatchObject([{ id: 'org_m', apiKey: null }]);
    expect(specs(['openai:m@https://api.example.org/v1', 'ollama:n'], env, 'MY_KEY')).toMatchObject([
      { apiKey: 'k' },
      { apiKey: null },
    ]);
    expect(() => specs(['openai:m@https://api.example.org/v1'], {}, 'MY_KEY')).toThrow('MY_KEY');
  });

  it('gives targets of one name ids of their own', () => {
    expect(specs(['ollama:m', 'openai:m@http://localhost:1/v1']).map(({ id }) => id)).toEqual(['m', 'm-2']);
  });

  it('says what a target may be called', () => {
    expect(() => specs(['qwn'])).toThrow('Did you mean "qwen"?');
    expect(() => specs(['openai:m@127.0.0.1:8000/v1'])).toThrow('perhaps m@http://127.0.0.1:8000/v1');
    expect(() => specs(['ollama:m@gpubox:11434'])).toThrow('http:// or https://, got "gpubox:11434"');
    expect(() => specs(['http://127.0.0.1:8080/v1'])).toThrow('openai:MODEL@http://127.0.0.1:8080/v1');
    expect(specs(['ollama:ab@sha256:1234'])[0]?.model).toBe('ab@sha256:1234');
    expect(() => specs(['openai:m'])).toThrow('expected openai:MODEL@URL, got "openai:m"');
    expect(() => specs(['recording:'])).toThrow('expected recording:FILE.jsonl[#TARGET]');
  });
});
