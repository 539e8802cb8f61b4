import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/load-config.ts';
import { emptyFolder, runCli } from '../e2e/run-cli.ts';
import { ROOT } from './installed-package.ts';

interface Example {
  readonly place: string;
  readonly text: string;
  readonly value: Record<string, unknown>;
}

const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => join('docs', name))];

/** Every YAML example of the pages; a list's item is what a part of a file looks like that stands deeper in one. */
const EXAMPLES = PAGES.filter((page) => page.endsWith('.md')).flatMap((page): Example[] => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(({ index, 1: body = '' }) => {
    const line = text.slice(0, index).split('\n').length;
    return { place: `${page}:${line}`, text: body, value: parse(body) as Record<string, unknown> };
  });
});

const isSet = ({ value }: Example) => 'id' in value && ('probes' in value || 'again' in value);
const isConfig = ({ value }: Example) =>
  ['targets', 'gate', 'arms', 'judges', 'site', 'watch', 'preregister'].some((field) => field in value);

/** Fields of a fact, put under the first fact of the format's example. */
const CHECKS = EXAMPLES.filter(({ value }) => 'check' in value).map(({ place, text }) => {
  const format = EXAMPLES.find(({ value }) => value.id === 'example')?.text ?? '';
  return { place, text: format.replace(/^ {8}kind: denied.*\n/m, (line) => line + text) };
});
const SHIPPED = {
  place: 'examples/own-probes/sea.yaml',
  text: readFileSync(join(ROOT, 'examples/own-probes/sea.yaml'), 'utf8'),
};
const ENV = { DEEPSEEK_API_KEY: 'k' };

describe('the YAML in the documentation', () => {
  it('is a probe set, a configuration, or of another program', () => {
    const others = EXAMPLES.filter((one) => !isSet(one) && !isConfig(one)).map(({ value }) => Object.keys(value)[0]);
    expect(others.sort()).toEqual(['audit', 'check', 'on']);
  });

  it.each(EXAMPLES.filter(isConfig))('loads as candor.yaml: $place', ({ text }) => {
    expect(() => parseConfig(text, 'candor.yaml', ENV)).not.toThrow();
  });

  it.each([...EXAMPLES.filter(isSet), ...CHECKS, SHIPPED])('passes probes lint: $place', async ({ text }) => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'set.yaml'), text);
    const { code, stdout } = await runCli(folder, ['probes', 'lint', 'set.yaml']);
    expect([code, stdout.split('\n').filter((line) => line !== '' && !line.includes(' advice: '))]).toEqual([0, []]);
  });
});
