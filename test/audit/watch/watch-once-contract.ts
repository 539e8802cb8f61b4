import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../../e2e/run-cli.ts';
import { type ReleaseHosts, startReleaseHosts } from '../../servers/release-hosts.ts';
import type { StoreEnv } from './store-env.ts';

/** What a look at sources brings, with what it remembers in a store of this kind. */
export function describeWatchOnce(store: string, storeEnv: StoreEnv): void {
  let hosts: ReleaseHosts;
  let cwd: string;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    hosts = await startReleaseHosts();
  });
  afterAll(() => hosts.close());
  beforeEach(async () => {
    cwd = emptyFolder();
    env = await storeEnv();
    for (const all of [hosts.hub, hosts.collections, hosts.tags, hosts.served, hosts.broken, hosts.pages]) all.clear();
    hosts.pageSize = 500;
    hosts.asked.length = 0;
  });

  const watching = (...sources: string[]): void =>
    writeFileSync(
      join(cwd, 'candor.yaml'),
      `watch:\n  sources:\n${sources.map((one) => `    - { ${one} }\n`).join('')}`,
    );

  async function look(...flags: string[]) {
    const { code, stdout, stderr } = await runCli(cwd, ['watch', '--once', ...flags], { env });
    const result = stdout === '' ? null : JSON.parse(stdout);
    const names = result?.new.map(({ name }: { name: string }) => name) ?? null;
    return { code, stderr, result, names };
  }

  const model = (sha: string, files: Record<string, string> = { 'model.safetensors': sha }) => ({
    sha,
    commits: { [sha]: files },
  });

  describe(`candor watch --once over ${store}`, () => {
    it('records a source at first, then tells a new model of a hub once, over the pages of its list', async () => {
      watching(`huggingface: Qwen, url: "${hosts.url}"`);
      hosts.pageSize = 2;
      for (let i = 0; i < 5; i++) hosts.hub.set(`Qwen/Qwen3-${i}B`, model(`c${i}`));
      const first = await look();
      expect(first).toMatchObject({ code: 0, names: [], stderr: expect.stringContaining('5 releases recorded') });
      expect(first.result.sources).toEqual([
        { source: `huggingface:Qwen@${hosts.url}`, releases: 5, first: true, left_out: 0, error: null },
      ]);
      hosts.hub.set('Qwen/Qwen4-8B', model('c9'));
      const { code, result } = await look();
      expect(code).toBe(0);
      expect(result.new).toEqual([
        expect.objectContaining({ name: 'Qwen/Qwen4-8B', family: 'qwen', digest: 'c9', change: 'new', was: null }),
      ]);
      expect((await look()).names).toEqual([]);
    });

    it('takes all as new with --all-new', async () => {
      watching(`models: "${hosts.url}/v1"`);
      hosts.served.set('deepseek-chat', () => '');
      expect((await look('--all-new')).names).toEqual(['deepseek-chat']);
      expect((await look('--all-new')).names).toEqual([]);
    });

    it('tells another model under an old name, and no change of a page about it', async () => {
      watching(`huggingface: Qwen, url: "${hosts.url}"`);
      const one = model('a1', { 'model.safetensors': 'w1', 'README.md': 'r1' });
      hosts.hub.set('Qwen/Qwen3-8B', one);
      await look();
      one.sha = 'a2';
      one.commits.a2 = { 'model.safetensors': 'w1', 'README.md': 'r2' };
      expect((await look()).names).toEqual([]);
      one.sha = 'a3';
      one.commits.a3 = { 'model.safetensors': 'w3', 'README.md': 'r2' };
      expect((await look()).result.new).toMatchObject([
        { name: 'Qwen/Qwen3-8B', change: 'digest', was: 'a2', digest: 'a3' },
      ]);
      // The old commit is gone: nothing says that it is the same model.
      one.sha = 'a4';
      delete one.commits.a3;
      one.commits.a4 = { 'model.safetensors': 'w3' };
      expect((await look()).result.new).toMatchObject([{ change: 'digest', was: 'a3' }]);
    });

    it('reads a collection, with the key in a header to the hub alone', async () => {
      writeFileSync(
        join(cwd, 'candor.yaml'),
        `watch: { sources: [{ huggingface: allenai/olmo-3-abc, url: "${hosts.url}", apiKey: "\${HF_KEY}" }] }`,
      );
      hosts.hub.set('allenai/Olmo-3-7B', model('b1'));
      hosts.collections.set('allenai/olmo-3-abc', ['allenai/Olmo-3-7B']);
      const { code, stdout } = await runCli(cwd, ['watch', '--once'], { env: { ...env, HF_KEY: 'hf_secret-of-mine' } });
      expect([code, JSON.parse(stdout).sources[0].releases]).toEqual([0, 1]);
      expect(new Set(hosts.asked.map(({ key }) => key))).toEqual(new Set(['Bearer hf_secret-of-mine']));
      const unset = await runCli(cwd, ['watch', '--once'], { env });
      expect(unset).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/candor\.yaml:1:\d+: expected the variable HF_KEY/),
      });
      hosts.pages.set('/api/models', '[]');
      watching(`huggingface: nobody, url: "${hosts.url}"`);
      expect(await look()).toMatchObject({ code: 3, stderr: expect.stringContaining('Is the name right?') });
    });

    it.each([
      ['huggingface: Qwen', '/api/models', (deep: string) => deep],
      ['huggingface: Qwen', '/api/models', (deep: string) => `[{"id":"Qwen/A","sha":"a","tags":${deep}}]`],
      ['huggingface: Qwen/set-1', '/api/collections/Qwen/set-1', (deep: string) => `{"items":${deep}}`],
      ['models', '/v1/models', (deep: string) => `{"data":${deep}}`],
    ])(
      'says so where the list of %s (%s) is nested too deep to be read, and looks at the others',
      async (source, path, of) => {
        hosts.tags.set('qwen3:8b', '500a1f067a9f');
        const library = `ollama: qwen3, url: "${hosts.url}"`;
        watching(source === 'models' ? `models: "${hosts.url}/v1"` : `${source}, url: "${hosts.url}"`, library);
        hosts.pages.set(path, of('['.repeat(300_000) + ']'.repeat(300_000)));
        const { code, stderr, result } = await look();
        expect(code).toBe(3);
        expect(stderr).not.toContain('a bug of Candor');
        expect(result.sources.map(({ releases }: { releases: number | null }) => releases)).toEqual([null, 1]);
      },
    );

    it('follows no list to another address', async () => {
      const other = await startReleaseHosts();
      watching(`huggingface: Qwen, url: "${hosts.url}", apiKey: a-key-of-mine`);
      hosts.pageSize = 1;
      hosts.hub.set('Qwen/A', model('a')).set('Qwen/B', model('b'));
      const [mine] = [hosts.url];
      (hosts as { url: string }).url = other.url;
      const { code, stderr } = await look();
      (hosts as { url: string }).url = mine;
      await other.close();
      expect([code, other.asked]).toEqual([3, []]);
      expect(stderr).toContain('goes on at another address');
    });

    it('reads the tags of a library page, its aliases, and what changed behind a tag', async () => {
      watching(`ollama: qwen3, url: "${hosts.url}"`);
      hosts.tags.set('qwen3:8b', '500a1f067a9f').set('qwen3:4b', 'e55aed6fe643');
      expect((await look()).result.sources[0]).toMatchObject({ releases: 2, error: null });
      hosts.tags.set('qwen3:latest', '500a1f067a9f').set('qwen3:4b', '0123456789ab').set('qwen3:1.7b', '8f68893c685c');
      const { result } = await look();
      expect(result.new).toMatchObject([
        { name: 'qwen3:4b', change: 'digest', was: 'e55aed6fe643', same_as: null },
        { name: 'qwen3:latest', change: 'new', same_as: 'qwen3:8b' },
        { name: 'qwen3:1.7b', change: 'new', same_as: null, family: 'qwen' },
      ]);
    });

    it.each([
      ['without links', '<html><body>Sign in to go on</body></html>', 'no link to a tag'],
      ['without digests', '<a href="/library/qwen3:8b">qwen3:8b</a> 5.2GB', '0 digests for qwen3:8b'],
      ['with two digests', '<a href="/library/qwen3:8b">x</a> 500a1f067a9f 0123456789ab', '2 digests for qwen3:8b'],
      ['that never closes', `${'<a href="'.repeat(20_000)}`, 'no link to a tag'],
    ])('calls a library page %s an error, and asks the other sources', async (_, page, said) => {
      watching(`ollama: qwen3, url: "${hosts.url}"`, `models: "${hosts.url}/v1"`);
      hosts.tags.set('qwen3:8b', '500a1f067a9f');
      hosts.served.set('a', () => '');
      await look();
      hosts.pages.set('/library/qwen3/tags', page);
      hosts.served.set('b', () => '');
      const broken = await look();
      expect(broken).toMatchObject({ code: 3, names: ['b'], stderr: expect.stringContaining(said) });
      expect(broken.result.sources[0]).toMatchObject({
        releases: null,
        error: expect.stringContaining('is not built as it was'),
      });
      hosts.pages.clear();
      hosts.tags.set('qwen3:14b', 'bdbd181c33f2');
      expect(await look()).toMatchObject({ code: 0, names: ['qwen3:14b'] });
    });

    it('reads lists in files, with filters and families, and says what is no name', async () => {
      writeFileSync(
        join(cwd, 'list.txt'),
        'one:7b # the first\n\n# nothing\ntwo:7b\n../../etc/passwd\na\u202eb\n\u0024{HOME}\n',
      );
      writeFileSync(join(cwd, 'list.yaml'), '- x\n- { name: y, family: own, digest: d1 }\n');
      watching('file: list.txt, family: mine, exclude: ["two*"]', 'file: list.yaml');
      const { result, stderr } = await look('--all-new');
      expect(result.new).toMatchObject([
        { name: 'one:7b', family: 'mine' },
        { name: 'x', family: null },
        { name: 'y', family: 'own', digest: 'd1' },
      ]);
      expect(stderr).toContain('3 names left out');
      writeFileSync(join(cwd, 'list.yaml'), '- { name: y, family: own, digest: d2 }\n- { nam: z }\n');
      expect(await look()).toMatchObject({ code: 3, stderr: expect.stringMatching(/list\.yaml:2:\d+: expected/) });
      // A filter that lets more through does not make new what was there.
      watching('file: list.txt, family: mine');
      expect((await look()).names).toEqual([]);
    });

    it('looks on until it is stopped, a line a look', async () => {
      watching(`models: "${hosts.url}/v1"`);
      hosts.served.set('a', () => '');
      await look();
      const stop = new AbortController();
      const lines: string[] = [];
      const { code } = await runCli(cwd, ['watch', '--json'], {
        env,
        interrupt: stop.signal,
        onStdout: (text) => {
          lines.push(text);
          hosts.served.set(`m${lines.length}`, () => '');
          if (lines.length === 3) stop.abort();
        },
      });
      expect(code).toBe(130);
      const news = lines.map((line) => JSON.parse(line).new.map(({ name }: { name: string }) => name));
      expect(news).toEqual([[], ['m1'], ['m2']]);
    });

    it.each([
      ['sources: [{ huggingface: a, ollama: b }]', /candor\.yaml:1:20: expected one of the fields/],
      ['sources: [{ file: a, url: "http://x" }]', /expected no such field for a source file, got "url"/],
      ['sources: [{ models: localhost }]', /expected an address that begins with http/],
      ['source: []', /expected one of the fields sources, interval, audit, canary, site, got "source"/],
      [
        'sources: [{ file: a }], audit: { target: { provider: openai } }',
        /expected a field "model" for provider openai/,
      ],
      ['sources: [{ file: a }], audit: { target: { provider: openai, model: "x", id: y } }', /got "id"/],
    ])('names the mistake in watch: { %s }', async (text, said) => {
      writeFileSync(join(cwd, 'candor.yaml'), `watch: { ${text} }\n`);
      expect(await look()).toMatchObject({ code: 2, stderr: expect.stringMatching(said) });
      writeFileSync(join(cwd, 'candor.yaml'), 'samples: 1\n');
      expect(await look()).toMatchObject({ code: 2, stderr: expect.stringContaining('expected a field "watch"') });
    });
  });
}
