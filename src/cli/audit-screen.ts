import type { AuditEvent } from '../audit/run/audit-event.ts';
import { numberOf } from '../lib/number-of.ts';
import { lineNamed, nameIn, type ShownNames } from '../model/target-names.ts';
import type { Verdict } from '../model/verdict.ts';
import { type CliIo, tell } from './cli-io.ts';
import { usageText } from './judge-usage-text.ts';
import { awayText, judgingProgress } from './judging-progress.ts';
import { namesInPlan, planText } from './plan-text.ts';
import { Progress } from './progress.ts';
import { targetProgress } from './target-progress.ts';

/** Shows on stderr what happens in an audit; `drain` aborted: it is being stopped. */
export function auditScreen(io: CliIo, drain?: AbortSignal): (event: AuditEvent) => void {
  const tellPreparation = targetProgress(io);
  const judging = new Map<string, (verdict: Verdict) => void>();
  const retried = new Set<string>();
  let progress: Progress | null = null;
  let names: ShownNames = {};
  const say = (line: string): void => void tell(io, `${line}\n`);
  return (event) => {
    switch (event.type) {
      case 'preparing':
        return tellPreparation(event.progress);
      case 'warning':
        return say(`warning: ${lineNamed(event.message, names)}`);
      case 'planned':
        names = namesInPlan(event.plan);
        return say(planText(event.plan));
      case 'resuming':
        return say(`Run ${event.run}: ${numberOf(event.left, 'trial')} left.`);
      case 'asking': {
        names = event.names;
        progress = new Progress(io, event.calls, drain, nameIn(names));
        return;
      }
      case 'asked':
        return progress?.finish();
      case 'judge_warning':
        return say(`warning: ${event.message}`);
      case 'judge_retrying':
        if (!retried.has(event.judge))
          say(`a judge's call failed: ${event.attempt.message.split('\n', 1)[0]}; such calls are made again`);
        retried.add(event.judge);
        return;
      case 'judge_away':
        return say(awayText(event.judge, event.reason));
      case 'judging': {
        const count = judging.get(event.judge) ?? judgingProgress(io, null, event.judge);
        judging.set(event.judge, count);
        return count(event.verdict);
      }
      case 'judged': {
        const { judged, changed, unjudged, classifier, usage } = event;
        return say(
          `${numberOf(judged, 'answer')} judged by ${classifier.name}, ${changed} ${changed === 1 ? 'differs' : 'differ'} from the verdict before, ${unjudged} unjudged.\n${usageText([usage]).trimEnd()}`.trimEnd(),
        );
      }
      case 'judge_missing':
        return say(`${event.judge}: ${event.reason}. Its verdicts are missing.`);
      default:
        return progress?.show(event);
    }
  };
}
