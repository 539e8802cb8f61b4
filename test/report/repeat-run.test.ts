import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/config/schema.ts';
import { publishable, recipeOf } from '../../src/report/repeat-run.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';

const RUN = {
  id: '2026-05-04-abcdef',
  name: 'spring',
  origin: 'run',
  startedAt: '2026-05-04T10:00:00.000Z',
  endedAt: null,
  seed: 7,
  planHash: 'p',
  packageVersion: '0.1.0',
  gitVersion: null,
  probeSets: [],
} as const;

describe('the recipe of a run', () => {
  it('is a candor.yaml that Candor reads, and the command', async () => {
    const cwd = emptyFolder();
    await runCli(cwd, ['run', '--demo', '--samples', '1', '--lang', 'en']);
    const { stdout } = await runCli(cwd, ['report', 'latest', '--format', 'json']);
    const recipe = recipeOf(JSON.parse(stdout).runs[0].run);
    const config = configSchema.parse(parse(recipe.file ?? ''));
    expect(config).toMatchObject({ probes: ['demo'], languages: ['en'], samples: 1, seed: 1000 });
    expect(config.targets.map(({ id }) => id)).toContain('wired');
    expect(recipe.command).toBe('candor run --config candor.yaml --seed 1000');
    expect(recipe.file).not.toContain(process.cwd());
  });

  it('says what was varied and asked then, with each target once', () => {
    const arms = ['system=none,temperature=0', 'system=j,temperature=0'];
    const targets = arms.map((arm) => {
      const params = { temperature: 0, max_tokens: 10 };
      return { id: `m@${arm}`, arm, provider: 'ollama', model: 'm', system: arm.includes('=j') ? 'J.' : '', params };
    });
    const system = [
      { id: 'none', text: null },
      { id: 'j', text: 'J.' },
    ];
    const config = { probes: ['demo'], targets, arms: { system, temperature: [0] }, follow_ups: ['source'] };
    const again = configSchema.parse(parse(recipeOf({ ...RUN, config }).file ?? ''));
    expect(again).toMatchObject({ arms: { system: ['none', { id: 'j', text: 'J.' }], temperature: [0] } });
    expect(again.then).toEqual(['source']);
    expect(again.targets).toHaveLength(1);
    expect(again.targets[0]).toMatchObject({ id: 'm', params: { max_tokens: 10 } });
    expect(again.targets[0]?.params).not.toHaveProperty('temperature');
  });

  it('names judges as targets that are not audited', () => {
    const target = { id: 'elm', provider: 'ollama', model: 'elm:8b', apiKey: null, headers: {} };
    const judges = [{ target, languages: ['en'] }];
    const { file } = recipeOf({ ...RUN, config: { probes: ['demo'], targets: [], judges } });
    expect(parse(file ?? '')).toMatchObject({
      targets: [{ id: 'elm', provider: 'ollama', model: 'elm:8b', audit: false }],
      judges: [{ target: 'elm', languages: ['en'] }],
    });
  });

  it('says of an import which file and format it was, quoted for a shell', () => {
    const imported = { file: 'it is.jsonl', format: 'speechmap' };
    const recipe = recipeOf({ ...RUN, origin: 'import', name: "Ada's", config: { imported } });
    expect(recipe).toEqual({
      file: null,
      command: `candor import 'it is.jsonl' --format speechmap --name 'Ada'\\''s'`,
    });
  });
});

describe('what may be published', () => {
  it('has no folders of the machine in it, and keeps what only looks like a path', () => {
    const paths = ['/home/ada/models/a.gguf', 'C:\\models\\b.gguf', 'https://example.com/v1/x', 'org/model', 'a / b'];
    expect(publishable({ paths })).toEqual({
      paths: ['a.gguf', 'b.gguf', 'https://example.com/v1/x', 'org/model', 'a / b'],
    });
  });
});
