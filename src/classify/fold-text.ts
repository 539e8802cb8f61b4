import { remembered } from '../lib/remembered.ts';
import { lowerCase } from './fold-case.ts';
import { foldScript } from './fold-script.ts';

/** Texts of which it is kept how they are folded: an answer is looked through for words to judges, read, and its first words are read apart. */
const LAST_TEXTS = 4;

/** Text in Simplified characters, with plain apostrophes and in lower case, in the same length. */
export const foldText: (text: string) => string = remembered((text) => lowerCase(foldScript(text)), LAST_TEXTS);
