import { compareText } from '../lib/compare-text.ts';
import type { JsonObject } from '../lib/json.ts';
import type { TargetRecord } from '../model/run.ts';

/** Two targets of one run that differ in one thing only, as far as their names and parameters tell. */
export interface TargetPair {
  readonly base: TargetRecord;
  readonly candidate: TargetRecord;
}

/**
 * Pairs of targets that are one model through two routes (`hosts`: another provider or address, reasoning alike), or one model on one
 * route that was really asked otherwise for reasoning (`reasoning`: off first). Models are alike where family and name are, without maker,
 * file ending and quantisation.
 */
export function targetPairs(targets: readonly TargetRecord[], across: 'hosts' | 'reasoning'): TargetPair[] {
  const ordered = [...targets].sort(
    across === 'reasoning'
      ? (a, b) => reasoningRank(a) - reasoningRank(b) || compareText(a.id, b.id)
      : (a, b) => Number(a.where === 'hosted') - Number(b.where === 'hosted') || compareText(a.id, b.id),
  );
  return ordered.flatMap((base, i) =>
    ordered.slice(i + 1).flatMap((candidate) => {
      if (modelKey(base) !== modelKey(candidate)) return [];
      const sameRoute = routeOf(base) === routeOf(candidate);
      const sameReasoning = reasoningOf(base.params) === reasoningOf(candidate.params);
      const fits =
        across === 'hosts'
          ? !sameRoute && sameReasoning
          : sameRoute && !sameReasoning && askedOtherwise(base, candidate);
      return fits ? [{ base, candidate }] : [];
    }),
  );
}

/** A model's name without maker, file ending, tag `latest` and quantisation: `Qwen/Qwen3-8B`, `qwen3:8b` and `Qwen3-8B-Q4_K_M.gguf` are one. */
export function modelName(model: string): string {
  const [name = ''] = model.replaceAll('\\', '/').split('/').slice(-1);
  return name
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .replace(/:latest$/, '')
    .replace(/[-_.:](?:i?q\d(?:_[a-z0-9]+)*|bf16|f16|fp16|f32|fp8|awq|gptq|int[48]|mxfp4)$/, '')
    .replace(/[-_.:]gguf$/, '')
    .replace(/[^\p{L}\p{N}.]+/gu, '-');
}

/** How reasoning was set: `think` of the target, or the fields of request bodies that servers take for it; `default` where nothing was said. */
export function reasoningOf(params: JsonObject): string {
  const body = objectOf(params.body);
  const said = [
    params.think,
    objectOf(body.chat_template_kwargs).enable_thinking,
    objectOf(body.chat_template_kwargs).thinking,
    body.enable_thinking,
    objectOf(body.thinking).type,
    objectOf(body.reasoning).enabled,
    objectOf(body.reasoning).effort,
    body.reasoning_effort,
    body.think,
  ].find((value) => value !== undefined && value !== null);
  if (said === undefined) return 'default';
  if (said === false || said === 'disabled' || said === 'none') return 'off';
  return said === true || said === 'enabled' ? 'on' : String(said);
}

const FIELDS = ['think', 'thinking', 'enable_thinking', 'reasoning', 'reasoning_effort', 'chat_template_kwargs'];

/**
 * True where the identities show that the requests or the prompts differed. A setting that was configured and never sent leaves
 * both alike. Where an identity says nothing of its requests, as of imported answers, the configuration is all there is.
 */
function askedOtherwise(a: TargetRecord, b: TargetRecord): boolean {
  const unknown = [a, b].some(({ identity }) => Object.keys(identity.parameters).length === 0);
  return unknown || sentForReasoning(a) !== sentForReasoning(b);
}

function sentForReasoning({ identity: { parameters, renderedPrompt } }: TargetRecord): string {
  const body = objectOf(parameters.body);
  return JSON.stringify([renderedPrompt, ...FIELDS.map((name) => [parameters[name] ?? null, body[name] ?? null])]);
}

function modelKey({ family, model }: TargetRecord): string {
  return `${family ?? ''} ${modelName(model)}`;
}

function routeOf({ kind, identity }: TargetRecord): string {
  return `${kind} ${identity.host ?? ''} ${identity.remote ?? ''}`;
}

function reasoningRank({ params }: TargetRecord): number {
  const set = reasoningOf(params);
  return set === 'off' ? 0 : set === 'default' ? 1 : 2;
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
