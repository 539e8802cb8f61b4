/** Tokens of a text, roughly: four letters or two thirds of a Chinese character each. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (const character of text) if (character >= '\u2e80') wide += 1;
  return Math.ceil((text.length - wide) / 4 + wide / 1.5);
}
