import { describe, expect, it } from 'vitest';
import { asCalled, calledAs } from '../../src/cli/called-as.ts';
import { runCli } from '../e2e/run-cli.ts';

const of = (script: string, env: Record<string, string> = {}) => calledAs({ script, cwd: '/home/ada/candor', env });
const NPM = { npm_package_name: 'candor-audit', npm_config_user_agent: 'npm/11.0.0 node/v22.0.0 linux x64' };

describe('how Candor was called', () => {
  it.each([
    ['a link or a global install', '/usr/local/bin/candor', {}, 'candor'],
    ['a shim of Windows', '/opt/npm/node_modules/candor-audit/dist/cli.js', {}, 'candor'],
    ['npx in the folder', '/home/ada/.npm/_npx/c0/node_modules/.bin/candor', NPM, 'npx candor'],
    ['a project that has it', '/home/ada/p/node_modules/.bin/candor', { npm_package_name: 'p' }, 'npx candor'],
    [
      'npx of a file from anywhere',
      '/home/ada/.npm/_npx/c0/node_modules/.bin/candor',
      { npm_config_package: './candor-audit-0.2.0.tgz' },
      'npx -p ./candor-audit-0.2.0.tgz candor',
    ],
    [
      'pnpm',
      '/home/ada/p/node_modules/.bin/candor',
      { npm_config_user_agent: 'pnpm/9.1.0 npm/? node/v22.0.0' },
      'pnpm candor',
    ],
    ['npm start', '/home/ada/candor/dist/cli.js', { ...NPM, npm_lifecycle_event: 'start' }, 'npx candor'],
    ['node', '/home/ada/candor/dist/cli.js', {}, 'node dist/cli.js'],
    ['node from elsewhere', '/srv/my tools/dist/cli.js', {}, 'node "/srv/my tools/dist/cli.js"'],
    ['its source', '/home/ada/candor/src/cli.ts', {}, 'npx tsx src/cli.ts'],
  ])('is known for %s', (_how, script, env, name) => {
    expect(of(script, env)).toBe(name);
  });

  it('is how commands stand in a text, and nothing else is touched', () => {
    const text =
      'candor: expected a run, got "x"; "candor runs" lists them (candor --help). runs/candor.db and /srv/candor run stay, candor too.\n';
    expect(asCalled(text, 'node dist/cli.js')).toBe(
      'candor: expected a run, got "x"; "node dist/cli.js runs" lists them (node dist/cli.js --help). runs/candor.db and /srv/candor run stay, candor too.\n',
    );
    expect(asCalled(text, 'candor')).toBe(text);
  });

  it('is put before every command that there is', async () => {
    const { stdout } = await runCli('.', ['help', '--all']);
    const commands = stdout.split('\n').flatMap((line) => /^ {2}([a-z]+) {2,}/.exec(line)?.[1] ?? []);
    expect(commands).toContain('watch');
    expect(commands.length).toBeGreaterThan(20);
    for (const name of commands)
      expect(asCalled(`candor ${name} latest`, 'npx candor')).toBe(`npx candor ${name} latest`);
  });
});
