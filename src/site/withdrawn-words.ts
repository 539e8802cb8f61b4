import { counted } from '../report/figures.ts';

/** That answers are withdrawn and still counted; null: none is. */
export function withdrawnText(answers: number): string | null {
  if (answers === 0) return null;
  const [is, its, it] = answers === 1 ? ['is', 'its text stands', 'it'] : ['are', 'their texts stand', 'them'];
  return `${counted(answers, 'answer')} ${is} withdrawn: ${its} nowhere in these pages or data; figures count ${it} all the same.`;
}
