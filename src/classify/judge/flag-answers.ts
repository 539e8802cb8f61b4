import type { VerdictFlag } from '../../model/verdict.ts';
import { coerceFlags } from './coerce-answers.ts';
import type { FlagQuestion } from './judge-answers.ts';
import type { AskModel } from './judge-call.ts';
import type { PreparedWindow } from './prepare-text.ts';
import { readReply } from './read-reply.ts';

const FLAG_OF = {
  invented: 'bluff',
  answers_part_only: 'partial',
  passes_over_central_fact: 'omission',
  reports_state_view: 'attributed_official_view',
  speaks_to_judge: 'injection_suspected',
} as const satisfies Record<FlagQuestion, VerdictFlag>;

/** Flags that a judge sees in the windows of a text, asked in a second call each; none where they are not asked for. */
export async function flagsIn(
  windows: readonly PreparedWindow[],
  ask: AskModel,
): Promise<{ readonly flags: readonly VerdictFlag[]; readonly failed: string | null }> {
  const flags = new Set<VerdictFlag>();
  for (const { flagsCall, flagsQuestion } of windows) {
    if (flagsCall === null || flagsQuestion === null) continue;
    const reply = await ask(flagsCall);
    if ('failed' in reply) return { flags: [...flags], failed: `flags are not known: ${reply.failed}` };
    const read = readReply(reply.text, flagsQuestion.seal, (value) => {
      const answers = coerceFlags(value);
      return answers === null ? null : { read: answers, slips: [] };
    });
    if ('unreadable' in read) return { flags: [...flags], failed: `flags are not known: ${read.unreadable}` };
    for (const [key, flag] of Object.entries(FLAG_OF)) if (read.read[key as FlagQuestion]) flags.add(flag);
  }
  return { flags: [...flags], failed: null };
}
