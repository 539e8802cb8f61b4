import { describe, expect, it } from 'vitest';
import { formatMistake } from '../../src/lib/errors.ts';
import { parseYamlSource } from '../../src/lib/yaml-source.ts';

const first = (text: string) => formatMistake(parseYamlSource(text, 'a.yaml').mistakes[0] as never);

describe('a mistake of YAML', () => {
  it.each([
    ['title: Harbour: the big one', 'a.yaml:1:8: expected one value, got `Harbour: the big one`', 'put quotes round'],
    ['ask: { en: What is 1: one? }', 'a.yaml:1:12: expected one value, got `What is 1: one? }`', 'put quotes round'],
    ['title: @home', 'a.yaml:1:8: expected a value, got `@home`', 'put quotes round it'],
    ['title: "Is it "well" run?"', 'expected the end of the value, got `well" run?"` behind it', 'put quotes round'],
    ['probes:\n\t- id: x', 'a.yaml:2:1: expected spaces before a value, got a tab', 'tabs'],
    ['a:\n  b: 1\n c: 2', 'expected the indentation of the lines above, got 1 spaces before `c: 2`', ''],
    ['id: a\nid: b', 'a.yaml:2:1: expected each field once, got `id: b` again', ''],
    ['id: [a, {b: 1', 'closed, got ', ''],
    ['title: "x', 'expected what was opened to be closed, got `title: "x`', 'closing "quote'],
  ])('says what was expected, what stands there and what mends it: %j', (text, found, hint) => {
    expect(first(text)).toContain(found);
    expect(first(text)).toContain(hint);
  });

  it('shows no line that may hold a key', () => {
    const said = first('targets:\n  - { id: a, apiKey: sk-very: secret }');
    expect(said).toContain('a line that may hold a key and is not shown');
    expect(said).not.toContain('sk-very');
  });
});
