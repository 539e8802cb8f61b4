import type { ConfiguredTarget } from '../../config/config.ts';
import { contentHash } from '../../lib/digest.ts';
import type { JsonObject } from '../../lib/json.ts';
import { wantsNoSystem } from '../../model/arm.ts';
import type { Identity } from '../../model/identity.ts';
import type { Lang } from '../../model/lang.ts';
import type { Limited } from '../../model/limited.ts';
import type { Probe, ProbeSet, Variant } from '../../model/probe.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import { plannedTurns } from '../../model/turn.ts';
import { variantsOf } from '../../probes/variant.ts';
import { type Estimate, estimateCalls, type PlannedCall } from '../../runner/estimate.ts';
import { type Plan, planTrials } from '../../runner/plan.ts';
import { createTarget } from '../../targets/create-target.ts';
import { systemInRendered } from '../../targets/rendered-system.ts';
import type { Inspection, Target, TargetIo } from '../../targets/target.ts';

/** What an audit asks of whom. */
export interface AuditRequest {
  readonly sets: readonly ProbeSet[];
  /** The selected probes, controls included. */
  readonly probes: readonly Probe[];
  readonly languages: readonly Lang[];
  readonly samples: number;
  /** How many wordings of a question are asked by turns, at least 1. */
  readonly phrasings: number;
  readonly seed: number;
  /** How it is limited; absent: it is not. */
  readonly limited?: Limited;
  readonly targets: readonly ConfiguredTarget[];
}

/** A target that has been looked at: what it is, and whether it answers. */
export interface InspectedTarget {
  readonly configured: ConfiguredTarget;
  readonly target: Target;
  readonly inspection: Inspection;
  /** Content hash of the identity. */
  readonly identityHash: string;
}

/** A plan with everything needed to carry it out. Close it when done. */
export interface PreparedRun {
  readonly request: AuditRequest;
  readonly targets: readonly InspectedTarget[];
  readonly variants: readonly Variant[];
  readonly plan: Plan;
  readonly estimates: readonly Estimate[];
  /** Probes left out of a language that they are not written in. */
  readonly missingVariants: readonly { readonly probe: string; readonly lang: Lang }[];
  close(): Promise<void>;
}

/** Opens every target, reads its identity and plans the trials; `free`: without a call of a hosted model. Throws TargetError where a target can never be asked. */
export async function prepareRun(
  request: AuditRequest,
  io: TargetIo,
  random: () => number,
  signal: AbortSignal,
  free: boolean,
): Promise<PreparedRun> {
  const targets = await inspectTargets(request.targets, io, signal, free);
  const asked = Math.min(request.phrasings, request.samples);
  // What a target knows is asked in every language that there is: it may know in one what it does not in another.
  const variants = request.probes.flatMap((probe) =>
    variantsOf(probe, probe.knowledge === undefined ? request.languages : Object.keys(probe.ask), asked),
  );
  const plan = planTrials({
    variants,
    targets: targets.map(({ configured, identityHash }) => ({
      id: configured.spec.id,
      ...(configured.spec.arm === undefined ? {} : { arm: configured.spec.arm }),
      identityHash,
      params: sentParameters(configured),
    })),
    samples: request.samples,
    seed: request.seed,
    random,
  });
  const callsByHash = new Map(variants.map((variant) => [variant.hash, callsOf(variant)]));
  const first = targets[0]?.configured.spec.id;
  const prompts = plan.trials.flatMap(({ target, variant }) =>
    target === first ? (callsByHash.get(variant) ?? []) : [],
  );
  return {
    request,
    targets,
    variants,
    plan,
    estimates: targets.map(({ configured: { spec }, inspection }) =>
      estimateCalls(spec, prompts, inspection.reasoningTokens ?? 0),
    ),
    missingVariants: request.probes.flatMap((probe) =>
      request.languages
        .filter((lang) => probe.ask[lang] === undefined && probe.knowledge === undefined)
        .map((lang) => ({ probe: probe.id, lang })),
    ),
    close: () => closeTargets(targets),
  };
}

/** The calls of one conversation about a variant. */
function callsOf({ prompt, probe, lang }: Variant): PlannedCall[] {
  const calls = [{ prompt, answersBefore: 0 }];
  for (const { text } of plannedTurns(probe, lang)) {
    calls.push({ prompt: `${calls.at(-1)?.prompt}\n${text}`, answersBefore: calls.length });
  }
  return calls;
}

/** Opens targets and reads what they are, with `free` without a call of a hosted model, closing all again where one cannot be opened. */
export async function inspectTargets(
  configuredTargets: readonly ConfiguredTarget[],
  io: TargetIo,
  signal: AbortSignal,
  free = false,
): Promise<InspectedTarget[]> {
  const inspected: InspectedTarget[] = [];
  try {
    for (const configured of configuredTargets) {
      inspected.push(await inspectTarget(configured, io, signal, free));
    }
  } catch (error) {
    await closeTargets(inspected);
    throw error;
  }
  return inspected;
}

async function inspectTarget(
  configured: ConfiguredTarget,
  io: TargetIo,
  signal: AbortSignal,
  free: boolean,
): Promise<InspectedTarget> {
  const { spec, publicSpec } = configured;
  const target = await createTarget(spec, io);
  const found = await target.identify(signal, free);
  if (wantsNoSystem(spec.arm) && spec.system === null && found.identity.system !== null) {
    // An empty one takes the place of what a template or a Modelfile would put in.
    await target.close();
    const emptied = { ...configured, spec: { ...spec, system: '' }, publicSpec: { ...publicSpec, system: '' } };
    return inspectTarget(emptied, io, signal, free);
  }
  const inspection = {
    ...found,
    identity: withoutSecrets(found.identity, configured),
    warnings: [...found.warnings, ...systemWarnings(spec, found.identity)],
  };
  return { configured, target, inspection, identityHash: contentHash(inspection.identity) };
}

/** What is not certain where an arm asks for no system prompt at all. */
function systemWarnings({ arm, provider }: TargetSpec, { renderedPrompt }: Identity): string[] {
  if (!wantsNoSystem(arm) || provider === 'recording') return [];
  if (renderedPrompt === null) {
    return ['system=none: no system prompt is sent; whether the service puts in one of its own cannot be seen'];
  }
  const left = systemInRendered(renderedPrompt) ?? '';
  return left.trim() === ''
    ? []
    : ['system=none: the chat template keeps a system prompt of its own, which nothing that can be sent takes away'];
}

/** The identity with extra body fields as they may be stored: what came from the environment by the name of its variable. */
function withoutSecrets(identity: Identity, { publicSpec }: ConfiguredTarget): Identity {
  if (identity.parameters.body === undefined) return identity;
  return { ...identity, parameters: { ...identity.parameters, body: publicSpec.body ?? {} } };
}

/** Everything that a target's calls carry beside the prompt, without secrets, as it is stored and hashed into trial ids. */
export function sentParameters({ spec, publicSpec }: ConfiguredTarget): JsonObject {
  const system = publicSpec.system === undefined ? spec.system : publicSpec.system;
  return { ...spec.params, think: spec.think, system, body: publicSpec.body ?? {} };
}

/** Closes clients and engines. */
export async function closeTargets(targets: readonly InspectedTarget[]): Promise<void> {
  for (const { target } of targets) await target.close();
}
