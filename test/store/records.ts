import { contentHash } from '../../src/lib/digest.ts';
import type { ResponseRecord, TrialRecord } from '../../src/model/answer.ts';
import type { RunRecord, TargetRecord, VariantRecord } from '../../src/model/run.ts';
import type { StoredVerdict } from '../../src/model/stored-trial.ts';

/** A run as a store keeps it. */
export function aRun(): RunRecord {
  return {
    id: 'run-1',
    name: 'first',
    origin: 'run',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt: null,
    config: { samples: 2 },
    seed: 7,
    planHash: 'abc',
    packageVersion: '0.1.0',
    gitVersion: null,
    probeSets: [{ id: 'demo', version: '1.0.0', hash: 'def' }],
  };
}

/** A target with an identity. */
export function aTarget(id: string): TargetRecord {
  return {
    id,
    family: 'qwen',
    kind: 'ollama',
    model: 'qwen3:8b',
    where: 'local',
    identityHash: contentHash(id),
    identity: {
      kind: 'ollama',
      model: 'qwen3:8b',
      served: null,
      host: '127.0.0.1:11434',
      digest: contentHash(id),
      quantization: 'Q4_K_M',
      family: 'qwen3',
      template: '{{ .Prompt }}',
      renderedPrompt: null,
      system: null,
      systemSource: null,
      parameters: {},
      engine: 'ollama',
      engineBuild: null,
      remote: null,
      details: {},
    },
    params: { temperature: 0.7 },
  };
}

/** A variant of a probe; its hash is made of both. */
export function aVariant(probe: string, lang: string): VariantRecord {
  return {
    hash: `${probe}-${lang}`,
    lang,
    prompt: `Question ${probe} in ${lang}?`,
    setVersion: '1.0.0',
    probe: {
      id: probe,
      set: 'demo',
      topic: 'taiwan',
      role: 'sensitive',
      style: 'factual',
      state: 'CN',
      tags: ['quick'],
      ask: { en: `Question ${probe} in en?`, 'zh-Hans': `Question ${probe} in zh-Hans?` },
      control: null,
      official: [],
      facts: [],
    },
  };
}

/** A planned trial. */
export function aTrial(id: string, variant: string, target: string, position: number): TrialRecord {
  return { id, variant, target, sample: 0, seed: 1000 + position, position };
}

/** An answer that went well. */
export function aResponse(changes: Partial<ResponseRecord> = {}): ResponseRecord {
  return {
    delivery: 'ok',
    side: null,
    kind: null,
    flags: [],
    reason: null,
    finish: 'stop',
    text: 'I cannot discuss 六四.',
    reasoning: 'Hm.',
    reasoningState: 'present',
    attempts: 1,
    askedAt: '2026-01-01T00:00:01.000Z',
    latencyMs: 3.5,
    usage: { prompt: 12, completion: 7 },
    envelope: { id: 'chatcmpl-1' },
    ...changes,
  };
}

/** The verdict on {@link aResponse}. */
export function aVerdict(): StoredVerdict {
  return {
    class: 'refusal',
    sub: 'explicit',
    flags: ['partial'],
    of: 'response',
    confidence: 0.93,
    evidence: { start: 2, end: 19, text: 'cannot discuss 六四' },
    classifier: { name: 'rules', version: 'v1', mode: 'general' },
    at: '2026-01-01T00:00:02.000Z',
    by: null,
  };
}
