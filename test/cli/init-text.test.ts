import { describe, expect, it } from 'vitest';
import { notWritten, notYet } from '../../src/cli/init-text.ts';
import type { FoundServer } from '../../src/targets/discover.ts';

const server: FoundServer = {
  server: 'llama-server',
  provider: 'openai',
  baseURL: 'http://127.0.0.1:8080/v1',
  models: [],
};

describe('what init says', () => {
  it('is to try again while a model is loaded, to give a key, or to fetch a model', () => {
    expect(notYet({ ...server, state: 'loading' })).toBe(
      'llama-server at http://127.0.0.1:8080/v1 is still loading its model: try again in a moment.\n',
    );
    expect(notYet({ ...server, state: 'locked' })).toContain('--target openai:MODEL@http://127.0.0.1:8080/v1');
    expect(notYet({ ...server, provider: 'ollama' })).toContain('ollama pull MODEL');
    expect(notYet({ ...server, models: ['m'] })).toBe('');
  });

  it('names where it looked, and what to do without a server', () => {
    expect(notWritten([])).toMatch(/http:\/\/127\.0\.0\.1:11434[\s\S]*Nothing was written\.[\s\S]*candor run --target/);
    expect(notWritten([server])).toBe('Nothing was written.\n');
  });
});
