import { languageName } from '../model/language-name.ts';
import type { StoredVerdict } from '../model/stored-trial.ts';
import { AnswerText } from './answer-text.tsx';
import { plainName } from './label-form.tsx';
import type { ReviewedAnswer } from './review.ts';

/** What a labelled answer hid: who said it, what machines found, and what the same target said in other languages. */
export interface Revealed {
  readonly answer: ReviewedAnswer;
  /** What people read of its target. */
  readonly name: string;
  readonly machine: readonly StoredVerdict[];
  readonly others: readonly ReviewedAnswer[];
}

/** The part of the page that is only sent once the person has labelled the answer. */
export function Reveal({ revealed, open }: { revealed: Revealed; open: boolean }) {
  const { answer, name, machine, others } = revealed;
  return (
    <details class="reveal" id="reveal" open={open}>
      <summary>
        Model and machine <kbd>h</kbd>
      </summary>
      <p>
        Answered by <strong>{name}</strong>, repetition {answer.trial.sample + 1}.
      </p>
      {machine.length === 0 ? (
        <p>No machine has judged it.</p>
      ) : (
        <ul>
          {machine.map(({ classifier, class: found, sub, confidence, evidence }) => (
            <li>
              <strong>{classifier.name}</strong> ({classifier.mode}):{' '}
              {found === null ? 'could not be read' : plainName(found)}
              {sub === null ? '' : `, ${plainName(sub)}`}
              {confidence === null ? '' : `, confidence ${confidence.toFixed(2)}`}
              {evidence === null ? null : (
                <q class="evidence" lang={answer.variant.lang}>
                  {evidence.text}
                </q>
              )}
            </li>
          ))}
        </ul>
      )}
      {others.map(({ variant, text }) => (
        <section class="sibling">
          <p class="kicker">
            The same model in <span class="lang">{languageName(variant.lang)}</span>
          </p>
          <AnswerText text={text} lang={variant.lang} />
        </section>
      ))}
    </details>
  );
}
