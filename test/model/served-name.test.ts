import { describe, expect, it } from 'vitest';
import { matchServedName } from '../../src/model/served-name.ts';

describe('a served name beside the asked one', () => {
  it.each([
    ['m', 'm'],
    ['qwen3:8b', 'qwen3:8b'],
  ])('is the same: %s, %s', (asked, served) => expect(matchServedName(asked, served)).toBe('same'));

  it.each([
    ['gpt-x', 'gpt-x-2026-01-01'],
    ['gpt-x-2026-01-01', 'gpt-x'],
    ['v4-flash', 'v4-flash-0731'],
    ['v4-flash', 'v4-flash-260731'],
    ['small', 'small-2501'],
    ['g-flash', 'g-flash-001'],
    ['vendor/m', 'm'],
    ['vendor/m:free', 'vendor/m'],
    ['Vendor/M', 'vendor/m'],
    ['accounts/f/models/m', 'm'],
    ['models/m', 'm'],
    ['llama3', 'llama3:latest'],
    ['qwen3', 'qwen3:8b'],
    ['./models/m-q4.gguf', '/srv/m-q4.gguf'],
    ['m-q4.gguf', 'm-q4-00001-of-00003.gguf'],
    ['org/m:together', 'org/m'],
  ])('is another spelling: %s, %s', (asked, served) => expect(matchServedName(asked, served)).toBe('alias'));

  it.each([
    ['vendor/flash-4', 'vendor/elsewhere-5'],
    ['qwen3:8b', 'qwen3:4b'],
    ['qwen3:8b', 'qwen3:30b-a3b'],
    ['m-2026-01-01', 'm-2026-02-01'],
    ['deepseek-v3', 'deepseek-v4'],
    ['llama-405', 'llama-070'],
    ['m', 'm-mini'],
    ['llama-8b', 'llama-70b'],
  ])('is another model: %s, %s', (asked, served) => expect(matchServedName(asked, served)).toBe('other'));
});
