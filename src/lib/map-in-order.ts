/**
 * Works on items, at most so many at a time, and gives the results in the order of the items. The first failure ends it, when
 * what was begun before it is done.
 */
export async function* mapInOrder<T, U>(
  items: AsyncIterable<T> | Iterable<T>,
  atATime: number,
  work: (item: T) => Promise<U>,
): AsyncGenerator<U> {
  const begun: Promise<Settled<U>>[] = [];
  let failure: { readonly error: unknown } | null = null;
  try {
    for await (const item of items) {
      begun.push(settle(work(item)));
      if (begun.length >= atATime) yield await next(begun);
    }
  } catch (error) {
    failure = { error };
  }
  while (begun.length > 0) yield await next(begun);
  if (failure !== null) throw failure.error;
}

type Settled<U> = { readonly value: U } | { readonly error: unknown };

function settle<U>(work: Promise<U>): Promise<Settled<U>> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

async function next<U>(begun: Promise<Settled<U>>[]): Promise<U> {
  const settled = await begun.shift();
  if (settled === undefined) throw new Error('nothing was begun');
  if ('value' in settled) return settled.value;
  await Promise.all(begun.splice(0));
  throw settled.error;
}
