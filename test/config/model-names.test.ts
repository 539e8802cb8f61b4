import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MODEL_NAMES } from '../../src/config/model-names.ts';
import { PACKAGE_ROOT } from '../../src/lib/package-root.ts';

/** Names that a service has given up, and when. */
const GONE = { 'deepseek-chat': '2026-07-24', 'deepseek-reasoner': '2026-07-24' };
/** Stand for whatever is meant, or are no service's. */
const PLACEHOLDER = /^(?:MODEL|[a-z]|FILE.*|\.\/.*|.*\.gguf|hf:.*|qwen2\.5-coder-0\.5b.*)$/;

function filesBelow(folder: string, pattern: RegExp): string[] {
  return readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file))
    .map((file) => join(folder, file));
}

const texts = ['README.md', ...filesBelow('docs', /\.md$/), ...filesBelow('src', /\.ts$/)].map((file) => ({
  file,
  text: readFileSync(join(PACKAGE_ROOT, file), 'utf8'),
}));

describe('models named in examples', () => {
  it('are none that a service has given up', () => {
    const gone = new RegExp(`model: "?(?:${Object.keys(GONE).join('|')})\\b`);
    expect(texts.filter(({ text }) => gone.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it('are those of the one table', () => {
    const known = new Set<string>(Object.values(MODEL_NAMES).map(({ model }) => model));
    const forms = [/\bollama:([\w.:-]+)/g, /provider: (?:openai|ollama), model: "?([^\s",}]+)/g];
    const unknown = texts.flatMap(({ file, text }) =>
      forms
        .flatMap((form) => [...text.matchAll(form)].map(([, model = '']) => model))
        .filter((model) => !known.has(model) && !PLACEHOLDER.test(model) && !model.startsWith('$'))
        .map((model) => `${file}: ${model}`),
    );
    expect(unknown).toEqual([]);
  });

  it('have a page that names them', () => {
    for (const { source } of Object.values(MODEL_NAMES)) expect(URL.canParse(source)).toBe(true);
  });
});
