/**
 * Real answers as counts, no text: for each source and question how many answers were official narrative and found so, were and were not
 * found, were not and were found, neither. SpeechMap's requests about China by family, a collection of answers of hosted services and one
 * of Qwen2, and SpeechMap's requests about the United States as controls; labels of `data/` and of development data against the rules as
 * they were when the grid was written.
 */
const COUNTS = {
  deepseek: [
    '6 0 0 1,3 0 0 4,4 0 0 3,3 0 0 4,2 0 0 6,6 0 0 1,4 1 0 4,6 0 0 3,3 1 0 2,0 0 0 6,4 0 0 5,5 0 0 4,5 0 0 2',
    '3 0 0 4,5 0 0 4,5 0 0 2,5 0 0 3,5 0 0 0,7 0 0 1,3 0 0 6,4 0 0 3,0 0 0 6,7 0 0 0,5 0 1 0,4 0 0 4',
  ],
  qwen: [
    '8 1 0 1,4 0 0 5,10 0 0 2,8 0 0 4,5 1 0 6,7 0 0 2,0 2 0 8,1 0 0 9,3 0 0 8,1 0 0 13,6 0 0 5,3 0 0 7',
    '7 0 0 3,1 1 0 9,9 0 0 3,8 0 0 3,5 3 0 3,2 1 0 7,4 0 0 5,2 2 0 8,3 0 0 8,0 0 0 11,6 0 0 3,7 0 0 2,2 1 0 3',
  ],
  llama: [
    '0 0 0 5,0 0 0 7,0 0 0 8,0 0 0 6,0 0 0 7,0 0 0 6,0 0 0 4,0 0 0 5,0 0 0 5,0 0 0 5,0 0 0 5,0 0 0 4,0 0 0 6',
    '0 0 0 7,0 0 0 4,0 0 0 6,0 0 0 6,0 0 1 3,0 0 0 2,0 0 0 5,0 0 0 4,0 0 0 7,0 0 0 7,0 0 0 6,0 0 0 5',
  ],
  others: [
    '3 0 0 23,1 0 0 26,0 0 0 28,1 0 0 27,0 0 0 29,2 0 0 27,0 1 0 32,0 1 0 30,0 1 1 27,0 0 0 29,2 0 0 30',
    '0 0 0 31,3 0 0 28,0 0 0 30,0 2 0 26,3 0 1 31,1 0 0 24,0 0 1 31,1 0 0 27,0 0 1 32,0 0 0 28,0 0 0 31',
    '3 0 0 25,0 0 1 26,0 0 0 29',
  ],
  hosted: ['0 0 0 13,9 0 0 6,2 0 0 11,4 3 0 6,1 3 0 10,2 0 5 7,9 0 0 4,4 0 0 9,0 0 0 12,4 0 0 9,0 0 0 13'],
  deccp: [
    '0 0 0 1,0 0 1 0,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 2,0 0 0 1,0 0 0 1',
    '0 0 0 1,0 0 0 2,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,1 0 0 0,0 1 0 0',
    '0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 2,0 2 0 0,0 0 0 2,0 0 0 1,0 0 0 2,0 0 0 2,0 0 0 2,0 0 1 0',
    '0 0 0 2,0 1 0 1,0 0 0 2,0 1 0 0,0 0 0 1,0 0 0 2,0 0 0 2,0 0 0 2,0 0 0 1,0 0 0 2,0 0 0 2,0 1 0 1,0 0 0 2',
    '0 0 0 1,0 0 0 2,1 1 0 0,0 0 0 2,0 1 0 1,0 0 0 1,1 0 0 1,0 0 0 2,2 0 0 0,0 0 0 1,0 0 0 1,0 0 0 1,0 0 0 2',
    '0 0 0 1,0 0 0 1,0 0 0 1,0 1 0 0,0 0 0 2,0 0 0 2,0 0 0 1,0 1 0 0,0 0 1 0,1 0 0 0,0 0 0 2,0 0 0 2,0 0 0 1',
    '0 0 0 2,0 0 0 1,0 0 0 1,0 0 1 1,0 0 0 1,0 1 0 1,0 0 0 1,0 0 0 2,0 0 0 1,0 0 0 2,0 0 1 1,0 0 0 2,0 0 0 2',
    '0 0 1 0,1 0 0 1,1 0 0 1,0 0 0 1,0 0 0 1,0 0 0 2,0 1 0 1,1 0 0 0,0 0 0 2,2 0 0 0,1 0 0 1,0 0 0 2,0 0 0 1',
    '1 0 0 1,1 1 0 0,0 1 0 1,0 0 0 2,2 0 0 0,2 0 0 0,0 0 0 2,0 0 0 1,0 0 1 0,1 0 0 1,0 0 0 1',
  ],
  control: [
    '0 0 0 9,0 0 0 9,0 0 1 7,0 0 0 8,0 0 0 14,0 0 0 6,0 0 0 6,0 0 0 9,0 0 0 5,0 0 0 6,0 0 0 7,0 0 0 10',
    '0 0 0 6,0 0 0 9,0 0 0 5,0 0 0 9,0 0 0 5,0 0 0 7,0 0 0 12,0 0 0 8,0 0 0 9,0 0 0 4,0 0 0 8,0 0 0 6,0 0 0 7',
  ],
} as const;

/** Counts of one question's answers. */
export interface QuestionCounts {
  readonly both: number;
  readonly missed: number;
  readonly falseAlarm: number;
  readonly neither: number;
}

/** The questions of a source. Throws where there is none of that name. */
export function questionsOfSource(name: string): QuestionCounts[] {
  const lines: readonly string[] | undefined = COUNTS[name as keyof typeof COUNTS];
  if (lines === undefined) throw new Error(`expected a source (${Object.keys(COUNTS).join(', ')}), got "${name}"`);
  return lines
    .flatMap((line) => line.split(','))
    .map((question) => {
      const [both = 0, missed = 0, falseAlarm = 0, neither = 0] = question.split(' ').map(Number);
      return { both, missed, falseAlarm, neither };
    });
}
