import { createJudge, type Judge } from '../../classify/judge/judge.ts';
import type { JudgeCall } from '../../classify/judge/judge-call.ts';
import type { ConfiguredTarget } from '../../config/config.ts';
import { TargetError } from '../../lib/errors.ts';
import type { JsonObject } from '../../lib/json.ts';
import type { TargetSpec } from '../../model/target-spec.ts';
import type { Mode } from '../../model/verdict.ts';
import { providerOf } from '../../targets/providers.ts';
import type { TargetIo } from '../../targets/target.ts';
import { inspectTargets, sentParameters } from '../run/prepare-run.ts';
import { askJudge, type JudgeIo, judgeCallKey } from './ask-judge.ts';
import { JudgeMeter, type JudgeUsage } from './judge-meter.ts';
import { asJudge, JUDGE_SEED } from './judge-target.ts';

/** Characters that a quote may have where the engine holds it to a grammar. */
const QUOTE_LENGTH = 160;

/** A target that judges, opened once for both modes. */
export interface OpenedJudge {
  readonly spec: TargetSpec;
  readonly warnings: readonly string[];
  in(mode: Mode): Judge;
  /** The hash under which the reply to a call is kept. */
  keyOf(call: JudgeCall): string;
  /** What its calls have taken so far, in both modes. */
  usage(): JudgeUsage;
  close(): Promise<void>;
}

/** Opens a target as judge; with `flags` it is asked for flags in a second call. Throws TargetError where it cannot be asked now. */
export async function openJudge(
  configured: ConfiguredTarget,
  targetIo: TargetIo,
  io: JudgeIo,
  signal: AbortSignal,
  flags = false,
): Promise<OpenedJudge> {
  const judging = asJudge(configured);
  const { spec } = judging;
  const [inspected] = await inspectTargets([judging], targetIo, signal);
  if (inspected === undefined) throw new TargetError(`the judge ${spec.id} could not be opened`);
  const { target, inspection, identityHash } = inspected;
  if (!inspection.answers) {
    await target.close();
    const why = inspection.warnings.length === 0 ? '' : `: ${inspection.warnings.join('; ')}`;
    throw new TargetError(`expected the judge ${spec.id} to answer, but it does not${why}`);
  }
  const model: JsonObject = { identity: identityHash, sent: sentParameters(judging), seed: JUDGE_SEED };
  const meter = new JudgeMeter(spec);
  const ask = askJudge(target, model, io, meter);
  return {
    spec,
    warnings: inspection.warnings,
    in: (mode) =>
      createJudge({
        target: spec.id,
        mode,
        model,
        quoteLength: providerOf(spec.provider).can.grammar ? QUOTE_LENGTH : null,
        flags,
        concurrency: spec.concurrency,
        ask,
      }),
    keyOf: (call) => judgeCallKey(model, call),
    usage: () => meter.read(),
    close: () => target.close(),
  };
}
