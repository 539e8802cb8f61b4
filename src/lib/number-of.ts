/** `1 model`, `37 models`; `many` where an s does not make the plural. */
export function numberOf(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
