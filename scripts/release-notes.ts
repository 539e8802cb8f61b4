import { readFileSync } from 'node:fs';

/**
 * Prints the changelog's section of a tag. Ends with 1 and a message where tag, `package.json`, `CITATION.cff` and changelog
 * do not name the same version, or the section has no date yet. Usage: tsx scripts/release-notes.ts vX.Y.Z
 */
const tag = process.argv[2] ?? '';
const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };
const section = read('CHANGELOG.md')
  .split(/^## /m)
  .find((text) => text.startsWith(`${version} `));
const wrong = [
  tag === `v${version}` ? '' : `the tag is ${tag || 'missing'}, package.json says ${version}`,
  new RegExp(`^version: ["']?${version}["']?$`, 'm').test(read('CITATION.cff'))
    ? ''
    : `CITATION.cff does not say ${version}`,
  section === undefined ? `CHANGELOG.md has no section ${version}` : '',
  section !== undefined && !/^\S+ – \d{4}-\d{2}-\d{2}$/m.test(section.split('\n')[0] ?? '')
    ? `the section ${version} of CHANGELOG.md has no date`
    : '',
].filter((text) => text !== '');
if (wrong.length > 0) {
  process.stderr.write(`${wrong.join('\n')}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${(section ?? '').split('\n').slice(1).join('\n').trim()}\n`);
}
