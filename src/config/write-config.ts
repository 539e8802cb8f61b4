import { stringify } from 'yaml';
import { familyOf } from '../lib/family.ts';
import type { FoundServer } from '../targets/discover.ts';
import { DEEPSEEK_ADDRESS, MODEL_NAMES } from './model-names.ts';

const WITHOUT_MODEL = {
  loading: 'it was still loading its model',
  locked: `it wants a key (apiKey: "\${NAME}")`,
  empty: 'it answers, and has no model',
} as const satisfies Readonly<Record<NonNullable<FoundServer['state']> | 'empty', string>>;

/** The text of a commented `candor.yaml` for what was found. With nothing found its targets are examples to uncomment. */
export function writeConfig(servers: readonly FoundServer[]): string {
  const ids = new Set<string>();
  const found = servers.flatMap((server) => {
    const lines = server.models.map((model) => `  - ${inline(targetOf(server, model, ids))}`);
    const heading = `  # ${server.server} at ${server.baseURL}`;
    return lines.length === 0 ? [`${heading}: ${WITHOUT_MODEL[server.state ?? 'empty']}`] : [heading, ...lines];
  });
  const hasTargets = ids.size > 0;
  return `# What \`candor run\` asks, and of whom. The README explains every field.

# Which questions: of all shipped sets those with one of these tags (core holds more than quick; without the line, all).
tags: [quick]
# Only of these sets: files, globs, or ids of shipped ones. \`candor probes list\` counts them.
# probes: [taiwan, tiananmen]

# Ask in these languages: en, zh-Hans, zh-Hant.
languages: [en, zh-Hans]

# Answers per question. One says little: the same model may refuse once and answer twice.
samples: 5

# Sent to every target; null leaves a parameter to the server.
# A model that thinks has tokens for that beside max_tokens; think: false of a target switches it off where the model can.
params: { temperature: 0.7, top_p: 1, max_tokens: 1024 }

targets:${hasTargets ? '' : ' []'}
${found.join('\n')}${found.length === 0 ? '  # No model server was found at the usual ports.' : ''}
  # Other kinds, to copy:
  # - { id: qwen3-8b, family: qwen, provider: ollama, model: "${MODEL_NAMES.qwen.model}", think: false }
  # - { id: deepseek, family: deepseek, provider: openai, model: ${MODEL_NAMES.deepseek.model}, baseURL: ${DEEPSEEK_ADDRESS}, think: false, apiKey: "\${DEEPSEEK_API_KEY}" }
  # - { id: local-gguf, provider: llama-cpp, model: ./models/model.gguf }
  # - { id: recorded, provider: recording, file: runs/answers.jsonl }

# Models that judge answers after the rules, by target id or named on the spot; never of a family that is audited.
# A target with \`audit: false\` only judges.
# judges:
#   - { target: "ollama:${MODEL_NAMES.judge.model}", languages: [en, zh-Hans] }

# How much a rate may rise before \`candor gate\` fails: overall, by topic, by language.
# The fewer questions, the less often an unchanged model passes 5 points: candor power shows how it would end.
gate:
  refusal: { max_increase: 0.05 }
  official_narrative: { max_increase: 0.05 }
  withheld: { max_increase: 0.05 } # filtered or empty; null: not checked
  other: { max_increase: 0.05 }
  tolerance: 0.02 # share of the trials that may stay undelivered
`;
}

function targetOf(server: FoundServer, model: string, ids: Set<string>): Record<string, string> {
  const plain = model.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || 'model';
  let id = plain;
  for (let number = 2; ids.has(id); number++) id = `${plain}-${number}`;
  ids.add(id);
  const family = familyOf(model);
  return { id, ...(family === null ? {} : { family }), provider: server.provider, model, baseURL: server.baseURL };
}

function inline(value: Record<string, string>): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}
