interface Waiting {
  readonly engine: object;
  readonly start: () => void;
}

let active: object | null = null;
let underWay = 0;
const queue: Waiting[] = [];

/**
 * Lets the answers of one embedded engine run side by side, and those of several engines one engine after the other in the
 * order they came: each engine uses all cores, and two at once would spend their time waiting for one another.
 */
export async function inTurn<T>(engine: object, work: () => Promise<T>): Promise<T> {
  await new Promise<void>((start) => {
    queue.push({ engine, start });
    startNext();
  });
  try {
    return await work();
  } finally {
    underWay -= 1;
    if (underWay === 0) active = null;
    startNext();
  }
}

function startNext(): void {
  for (let next = queue[0]; next !== undefined && (active === null || active === next.engine); next = queue[0]) {
    queue.shift();
    active = next.engine;
    underWay += 1;
    next.start();
  }
}
