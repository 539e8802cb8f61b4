import { compareText } from '../lib/compare-text.ts';
import type { JsonObject } from '../lib/json.ts';
import { armIn, levelsOf, withoutArm } from '../model/arm.ts';
import type { TargetRecord } from '../model/run.ts';

/** Two targets of one run that differ in one thing only, as far as their names and parameters tell. */
export interface TargetPair {
  readonly base: TargetRecord;
  readonly candidate: TargetRecord;
}

/** In what two targets of one run may differ. */
export const PAIRED_ACROSS = ['hosts', 'reasoning', 'arms', 'quantisation'] as const;
export type PairedAcross = (typeof PAIRED_ACROSS)[number];

/**
 * Pairs of targets that are one model through two routes (`hosts`: another provider or address, reasoning alike), or one model on one
 * route that was really asked otherwise for reasoning (`reasoning`: off first), or in two quantisations that both are known (`quantisation`), each in one arm;
 * or one target in two arms that differ in one factor (`arms`). Models are alike where family and name are, without maker,
 * file ending and quantisation.
 */
export function targetPairs(targets: readonly TargetRecord[], across: PairedAcross): TargetPair[] {
  const ordered = [...targets].sort(
    // Arms stay in the order of the file: its first level is the one to compare with.
    across === 'arms'
      ? () => 0
      : across === 'reasoning'
        ? (a, b) => reasoningRank(a) - reasoningRank(b) || compareText(a.id, b.id)
        : (a, b) => Number(a.where === 'hosted') - Number(b.where === 'hosted') || compareText(a.id, b.id),
  );
  return ordered.flatMap((base, i) =>
    ordered.slice(i + 1).flatMap((candidate) => {
      if (across === 'arms') return oneFactorApart(base, candidate) ? [{ base, candidate }] : [];
      if (modelKey(base) !== modelKey(candidate)) return [];
      if (armBeside(base, across) !== armBeside(candidate, across)) return [];
      if (across === 'quantisation') return otherQuantisation(base, candidate) ? [{ base, candidate }] : [];
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

/** One target in two arms of which one factor differs. */
function oneFactorApart(a: TargetRecord, b: TargetRecord): boolean {
  const [left, right] = [armIn(a.id), armIn(b.id)];
  if (left === null || right === null || withoutArm(a.id, left) !== withoutArm(b.id, right)) return false;
  const [mine, other] = [levelsOf(left), levelsOf(right)];
  return [...mine].filter(([factor, level]) => other.get(factor) !== level).length === 1;
}

/** The arm of a target, without the factor that is compared across. */
function armBeside({ id }: TargetRecord, across: PairedAcross): string {
  const levels = [...levelsOf(armIn(id) ?? '')].filter(([factor]) => across !== 'reasoning' || factor !== 'think');
  return JSON.stringify(levels);
}

function otherQuantisation({ identity: a }: TargetRecord, { identity: b }: TargetRecord): boolean {
  return a.quantization !== null && b.quantization !== null && a.quantization !== b.quantization;
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
