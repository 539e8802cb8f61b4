import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Makes the shipped recording anew: asks the demo probes of a GGUF file twice, with the system prompt of its own template
 * and with an empty one, and writes runs/sample.jsonl. Usage: npm run record -- WEIGHTS.gguf
 */
const weights = process.argv[2];
if (weights === undefined) {
  console.error('usage: npm run record -- WEIGHTS.gguf   (Qwen2.5-Coder-0.5B-Instruct, Q4_K_M)');
  process.exit(2);
}
const root = resolve(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'candor-record-'));
const store = join(folder, 'record.db');
const model = JSON.stringify(resolve(weights));
const shared = `family: qwen, provider: llama-cpp, model: ${model}, concurrency: 2`;
writeFileSync(
  join(folder, 'candor.yaml'),
  `probes: [demo]
languages: [en, zh-Hans]
samples: 5
seed: 1000
params: { temperature: 0.7, top_p: 1, top_k: 0, min_p: 0, repeat_penalty: 1, max_tokens: 160, num_ctx: 1024 }
targets:
  - { id: qwen2.5-coder-0.5b, ${shared} }
  - { id: qwen2.5-coder-0.5b-no-system, ${shared}, system: "" }
`,
);

function candor(...args: string[]): void {
  const { status } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'src/cli.ts'), ...args, '--store', store],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
  if (status !== 0) process.exit(status ?? 70);
}

candor('run', '--config', join(folder, 'candor.yaml'), '--name', 'sample');
candor('export', 'sample', '-o', 'runs/sample.jsonl');
rmSync(folder, { recursive: true });
